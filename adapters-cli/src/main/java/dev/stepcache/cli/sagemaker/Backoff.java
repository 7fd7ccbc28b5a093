package dev.stepcache.cli.sagemaker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between two looks at work that goes on elsewhere: twice as long each time, at
 * random between half of it and all, so that many who began at once do not ask at once.
 *
 * @param random bears many threads
 */
record Backoff(Duration first, Duration most, RandomGenerator random) {

  /**
   * @param looks how many there were before
   */
  Duration after(int looks) {
    long nanos = first.toNanos();
    for (int i = 0; i < looks && nanos < most.toNanos(); i++) {
      nanos *= 2;
    }
    long whole = Math.min(nanos, most.toNanos());
    return Duration.ofNanos(whole / 2 + random.nextLong(whole / 2 + 1));
  }
}

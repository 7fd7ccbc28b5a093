package dev.stepcache.cli.bootstrap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stood at a given instant when it was made, and goes on from there. */
record SetClock(Instant start, long madeAtNanos) implements InstantSource {
  static SetClock startingAt(Instant start) {
    return new SetClock(start, System.nanoTime());
  }

  @Override
  public Instant instant() {
    return start.plus(Duration.ofNanos(System.nanoTime() - madeAtNanos));
  }
}

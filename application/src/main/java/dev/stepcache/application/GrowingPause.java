package dev.stepcache.application;

import java.time.Duration;

/** The time between looking and looking again: short at first, then ever longer, up to a second. */
final class GrowingPause {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private Duration next = FIRST;

  /** How long to wait this time. */
  Duration next() {
    Duration now = next;
    Duration longer = now.multipliedBy(2);
    next = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    return now;
  }
}

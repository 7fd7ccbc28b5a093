package dev.stepcache.architecture.broken.domain;

import java.time.Instant;

/** Breaks: clock, environment and exit are for wiring. */
public final class ReadsTheClock {
  public Instant now() {
    return Instant.now();
  }
}

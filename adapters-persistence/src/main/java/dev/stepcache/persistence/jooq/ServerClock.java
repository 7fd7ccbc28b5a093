package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistoryUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The clock of a server, read at most once a minute; in between, time goes by as it does here, even
 * when the clock of this machine is set. Where two readings differ a little, time stands still
 * rather than going back; a server whose clock was set back is followed.
 */
final class ServerClock implements InstantSource {
  private static final Duration BETWEEN_READINGS = Duration.ofMinutes(1);
  private static final Duration LITTLE = Duration.ofSeconds(2);

  /** So that an answer is out by no more than half of it. */
  private static final Duration SOON = Duration.ofMillis(5);

  private static final int MOST_ATTEMPTS = 3;

  private final Supplier<Instant> server;
  private final LongSupplier nanos;
  private Instant reading;
  private long readAt;
  private Instant told;

  /** Reads the server's clock, which must work this first time. */
  ServerClock(Supplier<Instant> server, LongSupplier nanos) {
    this.server = server;
    this.nanos = nanos;
    Reading first = read();
    this.reading = first.time();
    this.readAt = first.at();
    this.told = reading;
  }

  /**
   * What the server told.
   *
   * @param at halfway between question and answer
   * @param took the time between them
   */
  private record Reading(Instant time, long at, Duration took) {}

  /** The one of some readings that took least: the first one may wait for a connection. */
  private Reading read() {
    Reading best = readOnce();
    for (int i = 1; i < MOST_ATTEMPTS && best.took().compareTo(SOON) > 0; i++) {
      Reading other = readOnce();
      best = other.took().compareTo(best.took()) < 0 ? other : best;
    }
    return best;
  }

  private Reading readOnce() {
    long before = nanos.getAsLong();
    Instant time = server.get();
    long took = nanos.getAsLong() - before;
    return new Reading(time, before + took / 2, Duration.ofNanos(took));
  }

  @Override
  public synchronized Instant instant() {
    if (sinceReading().compareTo(BETWEEN_READINGS) >= 0) {
      readAgain();
    }
    Instant now = reading.plus(sinceReading());
    boolean aLittleBack = now.isBefore(told) && !now.isBefore(told.minus(LITTLE));
    told = aLittleBack ? told : now;
    return told;
  }

  private Duration sinceReading() {
    return Duration.ofNanos(nanos.getAsLong() - readAt);
  }

  private void readAgain() {
    long before = nanos.getAsLong();
    try {
      Reading now = read();
      readAt = now.at();
      reading = now.time();
    } catch (RunHistoryUnavailable outage) {
      // What was read before still tells the time; the next attempt is due in a minute.
      reading = reading.plus(Duration.ofNanos(before - readAt));
      readAt = before;
    }
  }
}

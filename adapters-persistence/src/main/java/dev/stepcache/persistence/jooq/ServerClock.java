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

  private final Supplier<Instant> server;
  private final LongSupplier nanos;
  private Instant reading;
  private long readAt;
  private Instant told;

  /** Reads the server's clock, which must work this first time. */
  ServerClock(Supplier<Instant> server, LongSupplier nanos) {
    this.server = server;
    this.nanos = nanos;
    long before = nanos.getAsLong();
    this.reading = server.get();
    this.readAt = middle(before, nanos.getAsLong());
    this.told = reading;
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
      Instant now = server.get();
      readAt = middle(before, nanos.getAsLong());
      reading = now;
    } catch (RunHistoryUnavailable outage) {
      // What was read before still tells the time; the next attempt is due in a minute.
      reading = reading.plus(Duration.ofNanos(before - readAt));
      readAt = before;
    }
  }

  private static long middle(long before, long after) {
    return before + (after - before) / 2;
  }
}

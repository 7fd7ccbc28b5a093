package dev.stepcache.http.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Until when the client of one connection may keep it waiting. All but {@link #isLate} is for the
 * connection's own thread.
 */
final class ClientClock {
  private static final long NEVER = Long.MAX_VALUE;
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  private final long patience;
  private final BooleanSupplier isBetweenRequests;
  private long until;
  private boolean hasFirstByte;
  private boolean isInRequest;

  /** When the wait that goes on now has lasted too long. */
  private volatile long waitsUntil = NEVER;

  /**
   * @param isBetweenRequests whether what is read next is the first line of a request
   */
  ClientClock(Duration patience, BooleanSupplier isBetweenRequests) {
    this.patience = patience.toNanos();
    this.isBetweenRequests = isBetweenRequests;
    this.until = System.nanoTime() + this.patience;
  }

  /** Reads what the client sends. */
  <T> T reading(Supplier<T> read) {
    if (isInRequest && isBetweenRequests.getAsBoolean()) {
      isInRequest = false;
      hasFirstByte = false;
      until = System.nanoTime() + LONGEST_SILENCE.toNanos();
    }
    waitsUntil = until;
    T came;
    try {
      came = read.get();
    } finally {
      waitsUntil = NEVER;
    }
    if (!hasFirstByte) {
      hasFirstByte = true;
      until = System.nanoTime() + patience;
    }
    return came;
  }

  /** The first line of a request was read, which may have come together with the one before. */
  void requestBegan() {
    if (isInRequest) {
      until = System.nanoTime() + patience;
    }
    isInRequest = true;
  }

  /** Writes to the client. */
  void writing(Runnable write) {
    waitsUntil = System.nanoTime() + patience;
    try {
      write.run();
    } finally {
      waitsUntil = NEVER;
    }
  }

  boolean isLate(long now) {
    long limit = waitsUntil;
    return limit != NEVER && now - limit > 0;
  }
}

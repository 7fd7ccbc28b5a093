package dev.stepcache.persistence.jooq;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instants as the columns hold them: epoch milliseconds. */
final class Millis {
  private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private Millis() {}

  /** An instant beyond all milliseconds is the first or the last of them. */
  static long of(Instant instant) {
    if (instant.isBefore(FIRST)) {
      return Long.MIN_VALUE;
    }
    return instant.isAfter(LAST) ? Long.MAX_VALUE : instant.toEpochMilli();
  }

  static @Nullable Long of(Optional<Instant> instant) {
    return instant.map(Millis::of).orElse(null);
  }

  static Optional<Instant> instant(@Nullable Long millis) {
    return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
  }
}

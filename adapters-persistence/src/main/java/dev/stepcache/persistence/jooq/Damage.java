package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistoryUnavailable;
import java.util.function.Supplier;

/** Rows that cannot be understood: somebody else has written there. */
final class Damage {
  private Damage() {}

  /** What is read from a row, which is of something. */
  static <T> T reading(String history, String of, Supplier<T> row) {
    try {
      return row.get();
    } catch (IllegalArgumentException | NullPointerException damaged) {
      throw new RunHistoryUnavailable(
          "The history %s is damaged: %s cannot be read.".formatted(history, of), damaged);
    }
  }
}

package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistoryUnavailable;

/** The tables that this program knows. */
final class Schema {
  /** The version of the newest migration. */
  static final int VERSION = 4;

  /** Where Flyway keeps which of them it made. */
  static final String VERSION_TABLE = "stepcache_schema";

  private Schema() {}

  static void refuseNewer(String history, int version) {
    if (version > VERSION) {
      throw new RunHistoryUnavailable(
          ("The history %s was written by a newer stepcache: its tables are of version %d, this one"
                  + " knows them up to %d.")
              .formatted(history, version, VERSION));
    }
  }
}

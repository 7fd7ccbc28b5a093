package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistory;
import java.time.InstantSource;
import org.jooq.SQLDialect;

/** Opens run histories. */
public final class RunHistories {
  private RunHistories() {}

  /**
   * Opens the history of a store by itself, as {@link Stores#open} does; the store ends with it.
   *
   * @throws dev.stepcache.application.port.RunHistoryUnavailable where that cannot be done
   */
  public static RunHistory open(String url, InstantSource clock) {
    return Stores.open(url, clock).history();
  }

  static RunHistory open(SqliteDatabase database) {
    return new JooqRunHistory(database, SQLDialect.SQLITE);
  }
}

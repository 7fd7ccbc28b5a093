package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryUnavailable;
import java.time.InstantSource;
import org.jooq.SQLDialect;

/** Opens run histories. */
public final class RunHistories {
  static {
    // Before jOOQ is first used, unless somebody wants them.
    quiet("org.jooq.no-logo");
    quiet("org.jooq.no-tips");
  }

  private RunHistories() {}

  /**
   * Opens a history: {@code jdbc:sqlite:PATH} or {@code jdbc:mysql://…}. Its tables are made or
   * brought up to date where needed; a file and its folders are made too.
   *
   * @param clock the real time of this machine; a history on a server goes by the server's instead
   * @throws RunHistoryUnavailable where that cannot be done
   */
  public static RunHistory open(String url, InstantSource clock) {
    if (url.startsWith(SqliteFile.PREFIX)) {
      return open(SqliteDatabase.open(SqliteFile.of(url), Connector.DRIVER, clock));
    }
    if (url.startsWith(MySqlUrl.PREFIX)) {
      return new JooqRunHistory(MySqlDatabase.open(new MySqlUrl(url)), SQLDialect.MYSQL);
    }
    throw new RunHistoryUnavailable(
        "The history is neither jdbc:sqlite:PATH nor jdbc:mysql://HOST/DATABASE.");
  }

  static RunHistory open(SqliteDatabase database) {
    return new JooqRunHistory(database, SQLDialect.SQLITE);
  }

  private static void quiet(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }
}

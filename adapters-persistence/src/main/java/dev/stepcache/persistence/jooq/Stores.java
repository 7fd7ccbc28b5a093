package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.port.Store;
import java.time.InstantSource;
import org.jooq.SQLDialect;

/** Opens stores. */
public final class Stores {
  static {
    // Before jOOQ is first used, unless somebody wants them.
    quiet("org.jooq.no-logo");
    quiet("org.jooq.no-tips");
  }

  private static boolean isAnyOpened;

  private Stores() {}

  /**
   * Does beforehand what takes long when the first store of a process is opened: loads what is
   * needed for it. To be called while something else is done; {@link #open} waits for its end. Once
   * a store was opened this does nothing.
   */
  public static synchronized void prepare() {
    if (!isAnyOpened) {
      new HotQueries(SQLDialect.SQLITE).of(PastRunsQuestion.REUSABLE);
      SqliteDatabase.prepare(Connector.DRIVER);
    }
  }

  /**
   * Opens a store: {@code jdbc:sqlite:PATH} or {@code jdbc:mysql://…}. Its tables are made or
   * brought up to date where needed; a file and its folders are made too.
   *
   * @param clock the real time of this machine; a store on a server goes by the server's instead
   * @throws RunHistoryUnavailable where that cannot be done
   */
  public static Store open(String url, InstantSource clock) {
    endPreparation();
    if (url.startsWith(SqliteFile.PREFIX)) {
      return new JooqStore(
          SqliteDatabase.open(SqliteFile.of(url), Connector.DRIVER, clock), SQLDialect.SQLITE);
    }
    if (url.startsWith(MySqlUrl.PREFIX)) {
      return new JooqStore(MySqlDatabase.open(new MySqlUrl(url)), SQLDialect.MYSQL);
    }
    throw new RunHistoryUnavailable(
        "The history is neither jdbc:sqlite:PATH nor jdbc:mysql://HOST/DATABASE.");
  }

  /** Waits for one that is going on; none begins any more. */
  private static synchronized void endPreparation() {
    isAnyOpened = true;
  }

  private static void quiet(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }
}

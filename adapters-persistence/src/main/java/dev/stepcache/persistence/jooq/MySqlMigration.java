package dev.stepcache.persistence.jooq;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Brings a database up to date. One select tells whether it is, so that Flyway is loaded only when
 * there is something to do. Of several processes at once, one does it and the others wait for a
 * lock of the server.
 */
final class MySqlMigration {
  private static final int PATIENCE_SECONDS = 110;
  private static final String LOCK = "concat('stepcache ', sha1(database()))";

  private final String history;
  private final DataSource source;

  MySqlMigration(String history, DataSource source) {
    this.history = history;
    this.source = source;
  }

  void bringUpToDate() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      if (isBehind(statement)) {
        migrateLocked(statement);
      }
    }
  }

  private boolean isBehind(Statement statement) throws SQLException {
    int version = version(statement);
    Schema.refuseNewer(history, version);
    return version < Schema.VERSION;
  }

  private static int version(Statement statement) throws SQLException {
    String newest =
        "select version from %s where success = 1 order by installed_rank desc limit 1"
            .formatted(Schema.VERSION_TABLE);
    try (ResultSet row = statement.executeQuery(newest)) {
      return row.next() ? row.getInt(1) : 0;
    } catch (SQLException e) {
      if (e.getErrorCode() == MySqlTrouble.NO_SUCH_TABLE) {
        return 0;
      }
      throw e;
    }
  }

  /** The lock belongs to the connection, and so it is free again should this process be killed. */
  private void migrateLocked(Statement statement) throws SQLException {
    statement.execute("select get_lock(%s, %d)".formatted(LOCK, PATIENCE_SECONDS));
    try {
      if (isBehind(statement)) {
        Migrations.run(history, "mysql", source);
      }
    } finally {
      statement.execute("select release_lock(%s)".formatted(LOCK));
    }
  }
}

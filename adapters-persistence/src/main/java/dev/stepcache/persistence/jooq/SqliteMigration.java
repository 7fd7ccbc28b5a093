package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistoryUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteDataSource;

/**
 * Brings a file up to date. Its {@code user_version} tells whether it is, so that Flyway is loaded
 * only when there is something to do. Of several processes at once, one does it and the others wait
 * for a lock file to be free.
 */
final class SqliteMigration {
  private final SqliteFile file;
  private final Connection connection;

  private SqliteMigration(SqliteFile file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  static void bringUpToDate(SqliteFile file, Connection connection) throws SQLException {
    SqliteMigration migration = new SqliteMigration(file, connection);
    if (migration.isBehind()) {
      migration.migrateLocked();
    }
  }

  private boolean isBehind() throws SQLException {
    int version = version();
    Schema.refuseNewer(file.name(), version);
    return version < Schema.VERSION;
  }

  private int version() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma user_version")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** A file lock is held by a process, so the threads of one take turns before. */
  private void migrateLocked() throws SQLException {
    if (connection.isReadOnly() || !Files.isWritable(file.path())) {
      throw new RunHistoryUnavailable(
          "The history %s cannot be made or brought up to date: it is read-only."
              .formatted(file.name()));
    }
    Path lockFile = file.path().resolveSibling(file.path().getFileName() + "-migrating");
    synchronized (SqliteMigration.class) {
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && isBehind()) {
          migrate();
        }
        // Whoever still waits for this file finds nothing to do.
        Files.deleteIfExists(lockFile);
      } catch (IOException e) {
        throw new RunHistoryUnavailable(
            "The history %s cannot be made or brought up to date: %s."
                .formatted(file.name(), Sentences.firstLine(e)),
            e);
      }
    }
  }

  private void migrate() throws SQLException {
    execute("pragma journal_mode = wal");
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(file.url());
    Migrations.run(file.name(), "sqlite", source);
    execute("pragma user_version = " + Schema.VERSION);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

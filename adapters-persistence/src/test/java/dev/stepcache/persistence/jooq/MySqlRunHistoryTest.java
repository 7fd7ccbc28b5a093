package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryContract;
import dev.stepcache.persistence.mysql.MySqlServer;
import dev.stepcache.persistence.schema.DefaultSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import org.jooq.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("mysql")
@DisplayName("A run history on a MySQL server")
final class MySqlRunHistoryTest implements RunHistoryContract {
  private static RunHistory history;
  private static RunHistory another;

  @BeforeAll
  static void open() {
    history = RunHistories.open(url("history"), InstantSource.system());
    another = RunHistories.open(url("another_history"), InstantSource.system());
  }

  private static String url(String database) {
    return MySqlServer.shared().jdbcUrl(database);
  }

  @BeforeEach
  void empty() throws SQLException {
    empty("history");
    empty("another_history");
  }

  static void empty(String database) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(database));
        Statement statement = connection.createStatement()) {
      for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
        statement.execute("delete from " + table.getName());
      }
    }
  }

  @AfterAll
  static void close() {
    history.close();
    another.close();
  }

  @Override
  public RunHistory history() {
    return history;
  }

  @Override
  public RunHistory anotherHistory() {
    return another;
  }
}

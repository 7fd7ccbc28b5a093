package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.persistence.mysql.MySqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("mysql")
@DisplayName("SPEC 10: what a list from a MySQL server costs")
final class MySqlListCostTest implements ListCostContract {
  private String url = "";
  private RunHistory history;

  @BeforeEach
  void open() {
    url = MySqlServer.shared().newJdbcUrl("list_cost");
    history = RunHistories.open(HeardQueries.of(url), InstantSource.system());
  }

  @AfterEach
  void close() {
    history.close();
  }

  @Override
  public RunHistory history() {
    return history;
  }

  @Override
  public String lastQuery() {
    return HeardQueries.last();
  }

  @Override
  public String primaryKey() {
    return "PRIMARY";
  }

  @Override
  public Optional<String> indexInOrder(String query, String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("explain " + query)) {
      Optional<String> index = Optional.empty();
      while (rows.next()) {
        if (String.valueOf(rows.getString("Extra")).contains("filesort")) {
          return Optional.empty();
        }
        if (table.equals(rows.getString("table"))) {
          index = Optional.ofNullable(rows.getString("key"));
        }
      }
      return index;
    }
  }
}

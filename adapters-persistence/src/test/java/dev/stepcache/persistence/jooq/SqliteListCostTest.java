package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("SPEC 10: what a list from a SQLite file costs")
final class SqliteListCostTest implements ListCostContract {
  @TempDir Path folder;
  private final Counting connections = new Counting();
  private String url = "";
  private RunHistory history;

  @BeforeEach
  void open() {
    url = "jdbc:sqlite:" + folder.resolve("history.db") + "?synchronous=OFF";
    history =
        RunHistories.open(
            SqliteDatabase.open(SqliteFile.of(url), connections, InstantSource.system()));
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
    return connections.lastPrepared();
  }

  @Override
  public String primaryKey() {
    return "sqlite_autoindex_execution_1";
  }

  @Override
  public Optional<String> indexInOrder(String query, String table) throws SQLException {
    List<String> plan = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("explain query plan " + query)) {
      while (rows.next()) {
        plan.add(rows.getString("detail"));
      }
    }
    Pattern reading =
        Pattern.compile("(?:SCAN|SEARCH) %s USING (?:COVERING )?INDEX (\\w+).*".formatted(table));
    return plan.stream().anyMatch(part -> part.contains("TEMP B-TREE"))
        ? Optional.empty()
        : plan.stream()
            .map(reading::matcher)
            .filter(found -> found.matches())
            .map(found -> found.group(1))
            .findFirst();
  }
}

package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.TransferContract;
import dev.stepcache.persistence.mysql.MySqlServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("mysql")
@DisplayName("From a SQLite file to a MySQL server:")
final class TransferBetweenStoresTest implements TransferContract {
  @TempDir Path folder;
  private RunHistory file;
  private RunHistory server;

  @BeforeEach
  void open() throws SQLException {
    String url = MySqlServer.shared().jdbcUrl("transfer");
    server = RunHistories.open(url, InstantSource.system());
    MySqlRunHistoryTest.empty("transfer");
    file =
        RunHistories.open(
            "jdbc:sqlite:" + folder.resolve("history.db") + "?synchronous=OFF",
            InstantSource.system());
  }

  @AfterEach
  void close() {
    file.close();
    server.close();
  }

  @Override
  public RunHistory history() {
    return file;
  }

  @Override
  public RunHistory anotherHistory() {
    return server;
  }
}

package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run history in a SQLite file")
final class SqliteRunHistoryTest implements RunHistoryContract {
  @TempDir Path folder;
  private RunHistory history;
  private RunHistory another;

  @BeforeEach
  void open() {
    history = open("history.db");
    another = open("another.db");
  }

  private RunHistory open(String file) {
    // Durability is not what is tested here.
    String url = "jdbc:sqlite:" + folder.resolve(file) + "?synchronous=OFF";
    return RunHistories.open(url, InstantSource.system());
  }

  @AfterEach
  void close() {
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

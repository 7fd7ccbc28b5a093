package dev.stepcache.persistence.application;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Many executions at once over one SQLite file:")
final class SqliteConcurrencyTest implements ConcurrencyContract {
  @TempDir Path folder;

  @Override
  public String newHistory() {
    return "jdbc:sqlite:" + folder.resolve("history.db");
  }
}

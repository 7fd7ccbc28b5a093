package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunBuilder;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryContract;
import dev.stepcache.domain.run.StepRun.Succeeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void R15_a_run_found_by_its_signature_has_the_key_document_that_is_stored() throws SQLException {
    Succeeded run = kept(aRun().key(RunBuilder.keyOf("0.2")).succeededAt(NOON));
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.db"));
        PreparedStatement update =
            connection.prepareStatement("update step_run set signature = ?")) {
      update.setString(1, RunBuilder.KEY.signature().hex());
      update.executeUpdate();
    }

    assertThat(past().reusable(RunBuilder.KEY, NOON, NOON)).containsExactly(run);
    assertThat(run.key()).isNotEqualTo(RunBuilder.KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "mysql"})
  void the_tables_that_are_known_are_those_of_the_newest_migration(String dialect)
      throws IOException {
    Path migrations =
        Path.of("src/main/resources/dev/stepcache/persistence/migration").resolve(dialect);
    try (Stream<Path> files = Files.list(migrations)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("V" + Schema.VERSION + "__"))
          .noneMatch(name -> name.startsWith("V" + (Schema.VERSION + 1) + "__"));
    }
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

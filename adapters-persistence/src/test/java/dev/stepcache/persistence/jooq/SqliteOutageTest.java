package dev.stepcache.persistence.jooq;

import static dev.stepcache.application.port.HistoryUnderTest.NOON;
import static dev.stepcache.application.port.RunBuilder.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stepcache.application.port.RunBuilder;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R17: a SQLite file that cannot be used is an outage:")
final class SqliteOutageTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("history.db");
  }

  @Test
  void a_file_of_something_else_is_left_as_it_is() throws IOException {
    Files.writeString(file, "This is no database, but it is dear to somebody.\n".repeat(100));
    byte[] before = Files.readAllBytes(file);

    isOutage(() -> open(""), "no SQLite database");

    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void a_database_of_something_else_is_left_as_it_is() throws SQLException {
    execute("create table recipe (name text)");

    isOutage(() -> open(""), "cannot be made or brought up to date");

    execute("insert into recipe values ('oysters')");
  }

  @Test
  void a_folder_in_place_of_the_file() throws IOException {
    Files.createDirectory(file);
    isOutage(() -> open(""), "cannot be opened");
  }

  @Test
  void a_file_in_place_of_the_folder() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    file = folder.resolve("file/history.db");
    isOutage(() -> open(""), "folder cannot be made");
  }

  @Test
  void pages_that_were_overwritten() throws IOException {
    fill(300);
    try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] garbage = "garbage!".repeat(512).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      for (long at = 8192; at < pages.length(); at += garbage.length) {
        pages.seek(at);
        pages.write(garbage);
      }
    }

    isOutage(
        () -> {
          try (RunHistory history = open("")) {
            assertThat(history.runs(everyRun())).hasSize(300);
          }
        },
        "damaged");
  }

  @Test
  void a_stored_document_that_nobody_wrote() throws SQLException {
    fill(1);
    execute("update step_run set key_document = '{\"type\":'");

    isOutage(
        () -> {
          try (RunHistory history = open("")) {
            assertThat(history.runs(everyRun())).hasSize(1);
          }
        },
        "damaged");
  }

  @Test
  void tables_that_are_gone() throws SQLException {
    fill(1);
    execute("drop table step_run");

    isOutage(
        () -> {
          try (RunHistory history = open("")) {
            assertThat(history.runs(everyRun())).isEmpty();
          }
        },
        "step_run");
  }

  @Test
  void tables_of_a_newer_stepcache() throws SQLException {
    fill(1);
    execute("pragma user_version = 99");

    isOutage(() -> open(""), "newer stepcache");

    execute("pragma user_version = " + Schema.VERSION);
    assertThat(runs("")).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"?mode=ro", "?immutable=1"})
  void a_file_that_can_only_be_read_answers_and_takes_nothing(String readOnly) {
    Succeeded run = fill(1).get(0);
    String url = "jdbc:sqlite:file:" + file + readOnly;

    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      assertThat(history.openPipeline(run(history).pipeline(), NOON).id())
          .isEqualTo(run.scope().pipeline());
      assertThat(history.pastRuns(run.scope()).reusable(KEY, Instant.MIN, NOON))
          .containsExactly(run);
      isOutage(
          () -> history.retract(run.id(), NOON, "wrong data"),
          "cannot be written: it is read-only");
      assertThat(history.findRun(run.id()).map(RecordedRun::run)).contains(run);
    }
    assertThat(runs("")).containsExactly(run);
  }

  @Test
  void a_new_file_where_none_can_be_made() {
    String url = "jdbc:sqlite:file:" + file + "?mode=ro";
    isOutage(() -> RunHistories.open(url, InstantSource.system()), "cannot be opened");
  }

  @Test
  void a_full_disk_loses_nothing_that_was_kept() throws IOException {
    List<Succeeded> before = fill(20);
    long pages = Files.size(file) / 4096 + 20;

    try (RunHistory history = open("?max_page_count=" + pages)) {
      isOutage(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              keep(history, i);
            }
          },
          "no space left");
      assertThat(history.findRun(before.get(0).id()).map(RecordedRun::run)).contains(before.get(0));
    }

    try (RunHistory history = open("")) {
      Succeeded after = keep(history, 10_000);
      assertThat(history.runs(everyRun()).map(RecordedRun::run))
          .containsAll(before)
          .contains(after);
    }
  }

  @Test
  void a_write_that_others_keep_waiting_too_long_and_no_read() throws SQLException {
    Succeeded run = fill(1).get(0);
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement();
        RunHistory history = open("?busy_timeout=100")) {
      statement.execute("begin immediate");

      isOutage(() -> history.retract(run.id(), NOON, "wrong data"), "locked");
      assertThat(history.findRun(run.id())).isPresent();

      statement.execute("rollback");
      history.retract(run.id(), NOON, "wrong data");
      assertThat(history.findRun(run.id()).flatMap(RecordedRun::retracted)).isPresent();
    }
  }

  @Test
  void a_history_that_was_closed() {
    RunHistory history = open("");
    history.close();
    isOutage(() -> history.findPipeline(new PipelineName("abalone")), "closed");
    history.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:?cache=shared",
        "jdbc:sqlite:a\0b",
        "jdbc:postgresql://host/db",
        "history.db",
        ""
      })
  void a_url_that_names_no_history(String url) {
    assertThatExceptionOfType(RunHistoryUnavailable.class)
        .isThrownBy(() -> RunHistories.open(url, InstantSource.system()))
        .withMessageContaining("jdbc:sqlite:PATH");
  }

  private void isOutage(ThrowingCallable use, String words) {
    assertThatExceptionOfType(RunHistoryUnavailable.class)
        .isThrownBy(use)
        .withMessageContaining(words)
        .withMessageStartingWith("The history " + file + " ")
        .withMessageEndingWith(".")
        .withMessageMatching("[^\n]*");
  }

  private RunHistory open(String options) {
    return RunHistories.open("jdbc:sqlite:" + file + options, InstantSource.system());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A history of some runs. */
  private List<Succeeded> fill(int runs) {
    try (RunHistory history = open("?synchronous=OFF")) {
      return java.util.stream.IntStream.range(0, runs).mapToObj(i -> keep(history, -i)).toList();
    }
  }

  private static Succeeded keep(RunHistory history, int i) {
    StepScope scope =
        new StepScope(
            history.openPipeline(new PipelineName("abalone"), NOON).id(),
            new StepName("Train"),
            StepType.TRAINING,
            RunKind.REAL);
    Succeeded run = RunBuilder.aRun(scope).succeededAt(NOON.minusMillis(Math.abs(i)));
    assertThat(history.complete(run, Optional.empty())).isTrue();
    return run;
  }

  private List<Succeeded> runs(String options) {
    try (RunHistory history = open(options)) {
      return history.runs(everyRun()).map(run -> (Succeeded) run.run()).toList();
    }
  }

  private static RecordedRun run(RunHistory history) {
    return history.runs(everyRun()).findFirst().orElseThrow();
  }

  private static RunQuery everyRun() {
    return new RunQuery(Optional.empty(), Optional.empty());
  }
}

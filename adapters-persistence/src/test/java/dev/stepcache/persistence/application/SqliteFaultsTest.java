package dev.stepcache.persistence.application;

import dev.stepcache.persistence.application.Trial.Fault;
import dev.stepcache.persistence.application.Trial.Moment;
import dev.stepcache.persistence.jooq.RunHistories;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R17, R18: no success becomes a failure, none is lost, none recorded twice. */
@Timeout(60)
@DisplayName("An execution over a SQLite file")
class SqliteFaultsTest {
  private static final String FAST = "?synchronous=OFF";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void history() {
    file = folder.resolve("history.db");
    RunHistories.open(url(""), InstantSource.system()).close();
  }

  private String url(String options) {
    return "jdbc:sqlite:" + file + FAST + options;
  }

  private Trial trial(String options) {
    return new Trial(folder, url(options), url(""), "trial");
  }

  @ParameterizedTest
  @EnumSource
  void loses_nothing_to_a_lock_that_others_hold_too_long(Moment moment) throws Exception {
    trial("&busy_timeout=50").losesNothing(new Locked(), moment);
  }

  @ParameterizedTest
  @EnumSource
  void loses_nothing_to_a_folder_that_takes_the_place_of_the_file(Moment moment) throws Exception {
    trial("").losesNothing(new Moved(), moment);
  }

  /** What the file held before is gone with it, and nothing else. */
  @ParameterizedTest
  @EnumSource(names = {"BEFORE_THE_EXECUTION", "WHILE_A_STEP_WORKS"})
  void loses_nothing_to_somebody_who_removes_the_file(Moment moment) throws Exception {
    trial("").losesNothing(new Removed(), moment);
  }

  @Test
  void loses_nothing_to_a_full_disk() throws Exception {
    long pages = Files.size(file) / 4096 + 1;
    trial("&max_page_count=" + pages).losesNothing(new Lasting(), Moment.BEFORE_THE_EXECUTION);
  }

  @Test
  void loses_nothing_to_a_file_that_can_only_be_read() throws Exception {
    // The pipeline is known already: beginning it is a write.
    trial("").losesNothing(new Lasting(), Moment.BEFORE_THE_EXECUTION);
    String readOnly = "jdbc:sqlite:file:" + file + "?mode=ro";
    new Trial(folder, readOnly, url(""), "another")
        .losesNothing(new Lasting(), Moment.BEFORE_THE_EXECUTION);
  }

  @Test
  void is_refused_or_bypassed_where_the_file_cannot_be_opened() throws Exception {
    trial("").isRefusedOrBypassed(new Moved());
  }

  @Test
  void is_ended_by_a_lock_where_it_requires_the_history() throws Exception {
    trial("&busy_timeout=50").endsWhatRequiresTheHistory(new Locked());
  }

  /** The file is removed, though this process has it open. */
  private final class Removed implements Fault {
    @Override
    public void begin() throws IOException {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "history.db*")) {
        for (Path one : files) {
          Files.delete(one);
        }
      }
    }

    @Override
    public void end() {}
  }

  /** Lasts as long as the URL is used. */
  private static final class Lasting implements Fault {
    @Override
    public void begin() {}

    @Override
    public void end() {}
  }

  /** Another process writes, and does not come to an end. */
  private final class Locked implements Fault {
    private final List<Connection> others = new ArrayList<>();

    @Override
    public void begin() throws SQLException {
      Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
      others.add(other);
      try (Statement statement = other.createStatement()) {
        statement.execute("begin immediate");
      }
    }

    @Override
    public void end() throws SQLException {
      for (Connection other : others) {
        other.close();
      }
    }
  }

  /** The file and those beside it are moved away, and something else is in its place. */
  private final class Moved implements Fault {
    private final Path elsewhere = folder.resolve("elsewhere");

    @Override
    public void begin() throws IOException {
      Files.createDirectories(elsewhere);
      move(folder, elsewhere);
      Files.createDirectory(file);
    }

    @Override
    public void end() throws IOException {
      Files.delete(file);
      move(elsewhere, folder);
    }

    private void move(Path from, Path to) throws IOException {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "history.db*")) {
        for (Path one : files) {
          Files.move(one, to.resolve(one.getFileName()));
        }
      }
    }
  }
}

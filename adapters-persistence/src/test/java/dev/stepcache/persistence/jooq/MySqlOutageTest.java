package dev.stepcache.persistence.jooq;

import static dev.stepcache.application.port.HistoryUnderTest.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.persistence.mysql.MySqlServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("mysql")
@DisplayName("R17: a MySQL server that cannot be used is an outage:")
final class MySqlOutageTest {
  private static final String PASSWORD = "s3cret-of-a-test";

  @Test
  void a_database_that_is_not_there() {
    String url = url("outage").replace("/outage", "/no_such_database");
    isOutage(url, "there is no such database");
  }

  @Test
  void a_url_without_a_database() {
    isOutage(url("outage").replace("/outage", "/"), "names no database");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?user=nobody&password=", "?user=root&password="})
  void a_wrong_password_is_not_repeated(String credentials) {
    isOutage(server() + "/outage" + credentials + PASSWORD, "this user with this password");
  }

  @Test
  void a_url_that_cannot_be_read_does_not_tell_its_password() {
    isOutage("jdbc:mysql://me:" + PASSWORD + "@[broken/outage", "broken");
    isOutage("jdbc:mysql://me:" + PASSWORD + "@host:port/outage", "does not work");
  }

  @Test
  void a_server_that_does_not_listen() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    isOutage("jdbc:mysql://me:" + PASSWORD + "@127.0.0.1:" + port + "/outage", "cannot be reached");
  }

  @Test
  void a_host_that_is_not_there() {
    isOutage("jdbc:mysql://no-such-host.invalid/outage", "no-such-host.invalid");
  }

  @Test
  void a_server_that_does_not_answer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      isOutage(
          "jdbc:mysql://127.0.0.1:%d/outage?socketTimeout=300".formatted(silent.getLocalPort()),
          "cannot be reached");
    }
  }

  @Test
  void tables_of_a_newer_stepcache() throws SQLException {
    String url = url("newer");
    RunHistories.open(url, InstantSource.system()).close();
    execute(url, "update stepcache_schema set version = '99'");

    isOutage(url, "newer stepcache");
  }

  @Test
  void tables_of_something_else_are_left_alone() throws SQLException {
    String url = url("recipes");
    execute(url, "create table if not exists recipe (name varchar(20))");

    isOutage(url, "cannot be made or brought up to date");

    execute(url, "drop table recipe");
    RunHistories.open(url, InstantSource.system()).close();
  }

  @Test
  void a_user_who_may_only_read_reads() throws SQLException {
    String url = url("read_only");
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      history.openPipeline(new PipelineName("abalone"), NOON);
    }
    execute(url, "create user if not exists 'reader'@'%' identified by '" + PASSWORD + "'");
    execute(url, "grant select on read_only.* to 'reader'@'%'");
    String asReader = server() + "/read_only?user=reader&password=" + PASSWORD;

    try (RunHistory history = RunHistories.open(asReader, InstantSource.system())) {
      assertThat(history.pipelines()).hasSize(1);
      assertThatExceptionOfType(RunHistoryUnavailable.class)
          .isThrownBy(() -> history.openPipeline(new PipelineName("other"), NOON))
          .withMessageContaining("does not let its user in");
    }
  }

  @Test
  void a_history_that_was_closed() {
    RunHistory history = RunHistories.open(url("outage"), InstantSource.system());
    history.close();
    assertThatExceptionOfType(RunHistoryUnavailable.class)
        .isThrownBy(() -> history.findPipeline(new PipelineName("abalone")))
        .withMessageContaining("closed");
  }

  private static void isOutage(String url, String words) {
    assertThatExceptionOfType(RunHistoryUnavailable.class)
        .isThrownBy(() -> RunHistories.open(url, InstantSource.system()))
        .withMessageContaining(words)
        .withMessageStartingWith("The history jdbc:mysql:")
        .withMessageMatching("[^\n]*\\.")
        .satisfies(outage -> {
          StringWriter trace = new StringWriter();
          outage.printStackTrace(new PrintWriter(trace));
          assertThat(trace.toString()).doesNotContain(PASSWORD);
        });
  }

  private static String url(String database) {
    return MySqlServer.shared().jdbcUrl(database);
  }

  /** The server's URL up to its port. */
  private static String server() {
    String url = url("outage");
    return url.substring(0, url.indexOf("/outage"));
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

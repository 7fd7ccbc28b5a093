package dev.stepcache.persistence.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.persistence.application.Trial.Fault;
import dev.stepcache.persistence.application.Trial.Moment;
import dev.stepcache.persistence.jooq.RunHistories;
import dev.stepcache.persistence.mysql.MySqlServer;
import dev.stepcache.persistence.mysql.TcpProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R17, R18: no success becomes a failure, none is lost, none recorded twice. */
@Tag("mysql")
@Timeout(300)
@DisplayName("An execution over a MySQL server")
class MySqlFaultsTest {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** More packets than an execution sends. */
  private static final int MOST_PACKETS = 200;

  @TempDir Path folder;
  private String direct;
  private TcpProxy proxy;

  @BeforeEach
  void server() throws IOException {
    direct = MySqlServer.shared().newJdbcUrl("faults_" + COUNT.incrementAndGet());
    RunHistories.open(direct, InstantSource.system()).close();
    proxy = TcpProxy.before(direct);
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
  }

  private Trial trial(String name) {
    return new Trial(folder, proxy.on(direct), direct, name);
  }

  @ParameterizedTest
  @EnumSource
  void loses_nothing_to_a_server_that_is_down(Moment moment) throws Exception {
    trial("down").losesNothing(new Down(), moment);
  }

  @Test
  void is_refused_or_bypassed_where_the_server_is_down() throws Exception {
    trial("down").isRefusedOrBypassed(new Down());
  }

  @Test
  void is_ended_by_a_server_that_is_down_where_it_requires_the_history() throws Exception {
    trial("down").endsWhatRequiresTheHistory(new Down());
  }

  @Test
  void loses_nothing_to_a_server_that_takes_ten_seconds_for_a_statement() throws Exception {
    String impatient = proxy.on(direct) + "&socketTimeout=2000";
    new Trial(folder, impatient, direct, "slow")
        .losesNothing(new Slow(), Moment.WHILE_THE_LAST_STEP_WORKS);
  }

  @Test
  void loses_nothing_to_a_connection_that_drops_at_each_statement_in_turn() throws Exception {
    for (Moment moment : List.of(Moment.BEFORE_THE_EXECUTION, Moment.WHILE_A_STEP_WORKS)) {
      boolean isCut = true;
      for (int packet = 1; isCut; packet++) {
        assertThat(packet).isLessThan(MOST_PACKETS);
        Cut cut = new Cut(packet);
        trial(moment + "-" + packet).losesNothing(cut, moment);
        isCut = cut.hasHappened;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void loses_nothing_to_a_server_that_can_only_be_read(Moment moment) throws Exception {
    trial("read-only").losesNothing(new ReadOnly(), moment);
  }

  @ParameterizedTest
  @EnumSource
  void loses_nothing_to_a_server_that_has_no_space_left(Moment moment) throws Exception {
    trial("full").losesNothing(new Full(), moment);
  }

  @Test
  void loses_nothing_to_locks_that_others_hold_too_long() throws Exception {
    trial("locked").losesNothing(new Locked(), Moment.WHILE_THE_LAST_STEP_WORKS);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(direct);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private final class Down implements Fault {
    @Override
    public void begin() {
      proxy.refuse();
    }

    @Override
    public void end() {
      proxy.relent();
    }
  }

  private final class Slow implements Fault {
    @Override
    public void begin() {
      proxy.delay(Duration.ofSeconds(10));
    }

    @Override
    public void end() {
      proxy.relent();
    }
  }

  /** Once, at one packet. */
  private final class Cut implements Fault {
    private final int packet;
    private boolean hasHappened;

    Cut(int packet) {
      this.packet = packet;
    }

    @Override
    public void begin() {
      proxy.cutAt(packet);
    }

    @Override
    public void end() {
      hasHappened = !proxy.isCutToCome();
      proxy.relent();
    }
  }

  private final class ReadOnly implements Fault {
    @Override
    public void begin() throws SQLException {
      execute("set global super_read_only = on");
    }

    @Override
    public void end() throws SQLException {
      execute("set global super_read_only = off");
      execute("set global read_only = off");
    }
  }

  /** As far as a client can tell: every insert is refused as a full server refuses it. */
  private final class Full implements Fault {
    private static final List<String> TABLES = List.of("execution", "execution_step", "step_run");

    @Override
    public void begin() throws SQLException {
      for (String table : TABLES) {
        for (String change : List.of("insert", "update")) {
          execute(
              "create trigger full_%1$s_%2$s before %2$s on %1$s for each row signal sqlstate 'HY000' set mysql_errno = 1114, message_text = 'The table is full'"
                  .formatted(table, change));
        }
      }
    }

    @Override
    public void end() throws SQLException {
      for (String table : TABLES) {
        execute("drop trigger full_%s_insert".formatted(table));
        execute("drop trigger full_%s_update".formatted(table));
      }
    }
  }

  /** A session holds the rows that are to be written, and does not come to an end. */
  private final class Locked implements Fault {
    private final List<Connection> others = new ArrayList<>();

    @Override
    public void begin() throws SQLException {
      Connection other = DriverManager.getConnection(direct);
      others.add(other);
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        for (String table : Full.TABLES) {
          statement.executeQuery("select * from " + table + " for update").close();
        }
      }
    }

    @Override
    public void end() throws SQLException {
      for (Connection other : others) {
        other.close();
      }
    }
  }
}

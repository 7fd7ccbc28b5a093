package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunBuilder;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.persistence.mysql.MySqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("mysql")
@DisplayName("SPEC 10: what a lookup on a MySQL server costs")
final class MySqlLookupCostTest {
  private static final KeyDocument UNKNOWN = RunBuilder.keyOf("0.2");

  private static String url;
  private static RunHistory history;
  private static LookupCost cost;

  @BeforeAll
  static void open() throws SQLException {
    url = MySqlServer.shared().jdbcUrl("lookup_cost");
    history = RunHistories.open(url, InstantSource.system());
    cost = new LookupCost(history);
    cost.grow(3000);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("analyze table step_run");
    }
  }

  @AfterAll
  static void close() {
    history.close();
  }

  @Test
  void a_hit_is_one_statement() throws SQLException {
    assertThat(statementsOf(RunBuilder.KEY, Outcome.Hit.class)).isEqualTo(1);
  }

  @Test
  void a_miss_is_a_fixed_number_of_statements() throws SQLException {
    assertThat(statementsOf(UNKNOWN, Outcome.Miss.class)).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource(PastRunsQuestion.class)
  void every_question_reads_an_index_in_the_order_of_its_answer(PastRunsQuestion question)
      throws SQLException {
    HotQuery query = HotQuery.of(SQLDialect.MYSQL, question.query());
    String index =
        question == PastRunsQuestion.LATEST_SUCCESSES ? "step_run_by_scope" : "step_run_by_key";
    assertReadsInOrder(query, 1, index);
    assertReadsInOrder(query.times(3), 3, index);
  }

  private static void assertReadsInOrder(HotQuery query, int times, String index)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement = connection.prepareStatement("explain " + query.sql())) {
      query.bind(statement, Collections.nCopies(times, values()));
      try (ResultSet rows = statement.executeQuery()) {
        int reads = 0;
        while (rows.next()) {
          if ("step_run".equals(rows.getString("table"))) {
            reads++;
            assertThat(rows.getString("key")).isEqualTo(index);
            assertThat(String.valueOf(rows.getString("Extra")))
                .contains("Backward index scan")
                .doesNotContain("filesort");
          }
        }
        assertThat(reads).isPositive();
      }
    }
  }

  private static Map<String, Object> values() {
    long now = System.currentTimeMillis();
    Map<String, Object> values = new HashMap<>();
    values.put("pipeline", cost.scope().pipeline().text());
    values.put("step", "Train");
    values.put("type", "Training");
    values.put("kind", "REAL");
    values.put("signature", RunBuilder.KEY.signature().hex());
    values.put("most", 1);
    values.put("from", Long.MIN_VALUE);
    values.put("last_id", "run");
    for (String instant : new String[] {"to", "before", "at", "now", "last_at"}) {
      values.put(instant, now);
    }
    return values;
  }

  private static int statementsOf(KeyDocument key, Class<? extends Outcome> outcome)
      throws SQLException {
    // Not the first time, which prepares them.
    assertThat(cost.decide(key)).isInstanceOf(outcome);
    int before = executed();
    assertThat(cost.decide(key)).isInstanceOf(outcome);
    return executed() - before;
  }

  private static int executed() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show global status like 'Com_stmt_execute'")) {
      assertThat(row.next()).isTrue();
      return row.getInt("Value");
    }
  }
}

package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunBuilder;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.cache.MissReason;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.signature.KeyDocument;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("SPEC 10: what a lookup in a SQLite file costs")
final class LookupCostTest {
  private static final KeyDocument UNKNOWN = RunBuilder.keyOf("0.2");
  private static final KeyDocument EXPIRED = RunBuilder.keyOf("expired");

  @TempDir Path folder;
  private final Counting connections = new Counting();
  private String url;
  private RunHistory history;
  private LookupCost cost;

  @BeforeEach
  void open() {
    url = "jdbc:sqlite:" + folder.resolve("history.db") + "?synchronous=OFF";
    history =
        RunHistories.open(
            SqliteDatabase.open(SqliteFile.of(url), connections, InstantSource.system()));
    cost = new LookupCost(history);
  }

  @AfterEach
  void close() {
    history.close();
  }

  @Test
  void a_hit_is_one_statement_however_many_runs_there_are() {
    cost.grow(16);
    assertThat(statementsOf(RunBuilder.KEY, Outcome.Hit.class)).isEqualTo(1);
    cost.grow(4000);
    assertThat(statementsOf(RunBuilder.KEY, Outcome.Hit.class)).isEqualTo(1);
  }

  @Test
  void a_miss_is_a_fixed_number_of_statements_however_many_runs_there_are() {
    cost.grow(16);
    int unknown = statementsOf(UNKNOWN, Outcome.Miss.class);
    int expired = statementsOf(EXPIRED, Outcome.Miss.class);
    assertThat(unknown).isEqualTo(7);
    assertThat(expired).isEqualTo(4);

    cost.grow(4000);
    assertThat(statementsOf(UNKNOWN, Outcome.Miss.class)).isEqualTo(unknown);
    assertThat(statementsOf(EXPIRED, Outcome.Miss.class)).isEqualTo(expired);
    assertThat(cost.decide(EXPIRED))
        .isInstanceOfSatisfying(
            Outcome.Miss.class,
            miss -> assertThat(miss.reason()).isInstanceOf(MissReason.Expired.class));
  }

  @ParameterizedTest
  @EnumSource(PastRunsQuestion.class)
  void every_question_reads_an_index_in_the_order_of_its_answer(PastRunsQuestion question)
      throws SQLException {
    String sql = HotQuery.of(SQLDialect.SQLITE, question.query()).sql();
    List<String> plan = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("explain query plan " + sql)) {
      while (rows.next()) {
        plan.add(rows.getString("detail"));
      }
    }
    String index =
        question == PastRunsQuestion.LATEST_SUCCESSES ? "step_run_by_scope" : "step_run_by_key";
    assertThat(plan)
        .filteredOn(step -> step.contains("step_run"))
        .isNotEmpty()
        .allSatisfy(step ->
            assertThat(step)
                .contains("SEARCH step_run USING INDEX " + index)
                .contains("latest_at"));
    assertThat(plan).noneMatch(step -> step.contains("TEMP B-TREE"));
  }

  private int statementsOf(KeyDocument key, Class<? extends Outcome> outcome) {
    int before = connections.statements();
    assertThat(cost.decide(key)).isInstanceOf(outcome);
    return connections.statements() - before;
  }
}

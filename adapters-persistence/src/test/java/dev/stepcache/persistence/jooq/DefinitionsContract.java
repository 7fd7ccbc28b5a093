package dev.stepcache.persistence.jooq;

import static dev.stepcache.application.port.HistoryUnderTest.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.Executions;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Pruned;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The definition of executions is kept once for its pipeline, and as long as one has it. */
interface DefinitionsContract extends StoreUnderTest {

  /** The URL of the store. */
  String url();

  private RunHistory history() {
    return store().history();
  }

  @Test
  default void a_definition_is_kept_once_for_its_pipeline_and_goes_with_its_last_execution()
      throws SQLException {
    Pipeline pipeline = pipeline("abalone");
    Execution early = Executions.ended("early", pipeline, NOON);
    Execution late = Executions.ended("late", pipeline, NOON.plus(MINUTE));
    history().end(early);
    history().begin(Executions.begun("late", pipeline, NOON), Optional.empty());
    history().end(late.ended(late.status(), NOON.plus(MINUTE), Optional.empty()));
    assertThat(definitions()).isEqualTo(1);
    history().end(Executions.ended("other", pipeline("other"), NOON.plus(MINUTE)));
    assertThat(definitions()).isEqualTo(2);

    assertThat(history().prune(NOON.plusMillis(1))).isEqualTo(new Pruned(1, 0));
    assertThat(history().findExecution(late.id()).map(Execution::definition))
        .contains(late.definition());
    assertThat(definitions()).isEqualTo(2);

    assertThat(history().prune(NOON.plus(MINUTE).plusMillis(1))).isEqualTo(new Pruned(2, 0));
    assertThat(definitions()).isZero();
  }

  @Test
  default void an_execution_that_begins_while_others_are_pruned_keeps_its_definition()
      throws Exception {
    Pipeline pipeline = pipeline("abalone");
    AtomicInteger number = new AtomicInteger();
    atOnce((store, thread) -> {
      for (int i = 0; i < 10; i++) {
        String id = "execution-" + number.incrementAndGet();
        boolean isKept = thread % 2 == 0;
        store
            .history()
            .end(Executions.ended(id, pipeline, isKept ? NOON.plus(MINUTE) : NOON.minus(MINUTE)));
        if (!isKept) {
          store.history().prune(NOON);
        }
      }
      return thread;
    });
    history().prune(NOON);

    List<Execution> kept = history().executions(Optional.of(pipeline.id())).toList();
    assertThat(kept)
        .hasSize(80)
        .allSatisfy(execution ->
            assertThat(execution.definition())
                .isEqualTo(Executions.begun("any", pipeline, NOON).definition()));
    assertThat(definitions()).isEqualTo(1);
  }

  private int definitions() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from execution_definition")) {
      row.next();
      return row.getInt(1);
    }
  }
}

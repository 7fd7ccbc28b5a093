package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.Executions;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** SPEC 10: what an older stepcache has kept is brought up to date where it is opened. */
interface MigrationContract {
  Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** The URL of a store that nobody has opened yet. */
  String newStore() throws Exception;

  String dialect();

  /** Makes a store of an older stepcache of what Flyway has made of it. */
  void markAs(String url, int version) throws SQLException;

  @Test
  default void a_history_of_an_older_stepcache_is_found_in_the_store_as_it_was() throws Exception {
    String url = newStore();
    migrateTo(url, 2);
    markAs(url, 2);
    execute(
        url,
        "insert into pipeline (id, name, created_at, live_name)"
            + " values ('p', 'abalone', %d, 'abalone')".formatted(NOON.toEpochMilli()));

    try (Store store = Stores.open(url, InstantSource.system())) {
      Pipeline pipeline = store.history().findPipeline(new PipelineName("abalone")).orElseThrow();
      assertThat(pipeline.createdAt()).isEqualTo(NOON);
      assertThat(store.catalog().registered()).isEmpty();
      assertThat(store.agreements().agree("name", "word")).isEqualTo("word");
    }
  }

  @Test
  default void an_execution_that_an_older_stepcache_kept_has_its_definition_and_goes_on()
      throws Exception {
    String url = newStore();
    migrateTo(url, 3);
    markAs(url, 3);
    execute(
        url,
        "insert into pipeline (id, name, created_at, live_name)"
            + " values ('p', 'abalone', %d, 'abalone')".formatted(NOON.toEpochMilli()));
    execute(
        url,
        "insert into execution (id, pipeline_id, kind, status, started_at, completed_at,"
            + " definition, parameters, options)"
            + " values ('e1', 'p', 'REAL', 'Failed', %1$d, %1$d, '{\"Steps\":[]}', '{}', '{}')"
                .formatted(NOON.toEpochMilli()));

    try (Store store = Stores.open(url, InstantSource.system())) {
      RunHistory history = store.history();
      Execution kept = history.findExecution(new ExecutionId("e1")).orElseThrow();
      assertThat(kept.definition()).isEqualTo("{\"Steps\":[]}");
      assertThat(history.retry(kept.retried(), Optional.empty())).isTrue();
      Pipeline pipeline = history.findPipeline(new PipelineName("abalone")).orElseThrow();
      history.end(Executions.ended("e2", pipeline, NOON));
      assertThat(history.executions(Optional.empty()).map(Execution::definition))
          .containsExactlyInAnyOrder(
              "{\"Steps\":[]}", Executions.begun("e2", pipeline, NOON).definition());
    }
  }

  default void migrateTo(String url, int version) {
    Flyway.configure()
        .locations("classpath:dev/stepcache/persistence/migration/" + dialect())
        .table(Schema.VERSION_TABLE)
        .dataSource(url, null, null)
        .target(String.valueOf(version))
        .load()
        .migrate();
  }

  static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.Executions;
import dev.stepcache.application.port.RunBuilder;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.ExecutionQuery;
import dev.stepcache.application.port.RunHistory.ExecutionQuery.Order;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.signature.Signature;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SPEC 10: every page of every list is one range of one index, read in the order of the list. */
interface ListCostContract {
  Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  RunHistory history();

  /** The SQL of the last query. */
  String lastQuery();

  /** Through which index a query reads a table; empty where it does so in another order. */
  Optional<String> indexInOrder(String query, String table) throws Exception;

  @Test
  default void every_list_of_runs_reads_an_index_in_its_order() throws Exception {
    LookupCost cost = new LookupCost(history());
    cost.grow(200);
    Optional<PipelineId> pipeline = Optional.of(cost.scope().pipeline());
    Optional<StepName> step = Optional.of(cost.scope().step());
    Optional<Signature> signature = Optional.of(RunBuilder.KEY.signature());
    for (Optional<Place> after : places("run-00000001")) {
      assertIndex("step_run_by_start", runs(Optional.empty(), Optional.empty(), after));
      assertIndex("step_run_by_pipeline", runs(pipeline, Optional.empty(), after));
      assertIndex("step_run_by_pipeline", runs(pipeline, step, after));
      assertIndex(
          "step_run_by_signature", new RunQuery(pipeline, Optional.empty(), signature, after));
    }
  }

  private static RunQuery runs(
      Optional<PipelineId> pipeline, Optional<StepName> step, Optional<Place> after) {
    return new RunQuery(pipeline, step, Optional.empty(), after);
  }

  private void assertIndex(String index, RunQuery query) throws Exception {
    assertThat(history().runs(query).limit(1)).hasSizeLessThan(2);
    assertThat(indexInOrder(lastQuery(), "step_run")).as(lastQuery()).contains(index);
  }

  @Test
  default void every_list_of_executions_reads_an_index_in_its_order() throws Exception {
    Pipeline living = history().openPipeline(new PipelineName("living"), NOON);
    Optional<PipelineId> ofOne = Optional.of(living.id());
    for (int i = 0; i < 50; i++) {
      history().end(Executions.ended("execution-" + i, living, NOON.plusSeconds(i)));
    }
    for (Optional<Place> after : places("execution-40")) {
      for (Order order : List.of(Order.BY_ID, Order.BY_ID_DESCENDING)) {
        assertIndex(primaryKey(), executions(Optional.empty(), Optional.empty(), order, after));
        assertIndex("execution_by_id", executions(ofOne, Optional.empty(), order, after));
      }
      for (Order order : List.of(Order.EARLIEST_FIRST, Order.LATEST_FIRST)) {
        for (Optional<Instant> from : List.of(Optional.<Instant>empty(), Optional.of(NOON))) {
          assertIndex("execution_by_start", executions(Optional.empty(), from, order, after));
          assertIndex("execution_by_pipeline", executions(ofOne, from, order, after));
        }
      }
    }
  }

  private static ExecutionQuery executions(
      Optional<PipelineId> pipeline, Optional<Instant> from, Order order, Optional<Place> after) {
    return new ExecutionQuery(
        pipeline, from, from.map(begin -> begin.plusSeconds(60)), order, after);
  }

  /** The index of the ids of executions. */
  String primaryKey();

  private void assertIndex(String index, ExecutionQuery query) throws Exception {
    assertThat(history().executions(query).limit(1)).hasSizeLessThan(2);
    assertThat(indexInOrder(lastQuery(), "execution")).as(lastQuery()).contains(index);
  }

  private static List<Optional<Place>> places(String id) {
    return List.of(Optional.empty(), Optional.of(new Place(NOON, id)));
  }
}

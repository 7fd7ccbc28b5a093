package dev.stepcache.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Savings;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What reuse has saved. */
public interface SavingsContract extends HistoryUnderTest {

  @Test
  default void every_hit_counts_with_the_time_of_the_run_that_did_the_work() {
    Succeeded run = kept(aRun().startedAt(NOON.minus(MINUTE)).succeededAt(NOON));
    kept(aRun().startedAt(NOON).failedAt(NOON.plus(MINUTE)));
    kept(aRun().simulated().startedAt(NOON).succeededAt(NOON.plus(MINUTE)));
    history().keep(begun("e1"), Executions.hit(0, "Train", run.id()));
    history().keep(begun("e2"), Executions.hit(0, "Train", run.id()));

    assertThat(history().savings(Optional.empty(), Instant.EPOCH))
        .containsExactly(savings(pipeline(), 2, MINUTE.multipliedBy(2), 1, MINUTE));
  }

  @Test
  default void what_was_taken_over_without_a_decision_is_no_saving() {
    Succeeded run = kept(aRun().startedAt(NOON.minus(MINUTE)).succeededAt(NOON));
    ExecutedStep step = Executions.hit(0, "Train", run.id());
    history().keep(begun("e1"), step.takenInto(0, new ExecutionId("e0")));

    assertThat(history().savings(Optional.empty(), Instant.EPOCH))
        .containsExactly(savings(pipeline(), 0, Duration.ZERO, 1, MINUTE));
  }

  @Test
  default void savings_are_of_one_pipeline_or_all_that_live_since_an_instant() {
    Pipeline other = pipeline("other");
    kept(aRun().startedAt(NOON.minus(MINUTE)).succeededAt(NOON));
    kept(aRun().startedAt(NOON).succeededAt(NOON.plus(MINUTE)));
    kept(aRun().in(scopeIn(other.id())).startedAt(NOON).succeededAt(NOON.plus(MINUTE)));

    assertThat(history().savings(Optional.of(pipeline().id()), NOON))
        .containsExactly(savings(pipeline(), 0, Duration.ZERO, 1, MINUTE));
    assertThat(history().savings(Optional.empty(), NOON))
        .containsExactly(
            savings(pipeline(), 0, Duration.ZERO, 1, MINUTE),
            savings(other, 0, Duration.ZERO, 1, MINUTE));
    history().deletePipeline(other.id(), NOON);
    assertThat(history().savings(Optional.empty(), NOON)).hasSize(1);
  }

  private static Savings savings(
      Pipeline pipeline, long hits, Duration saved, long runs, Duration spent) {
    return new Savings(
        pipeline.name(), new StepName("Train"), StepType.TRAINING, hits, saved, runs, spent);
  }

  private ExecutionId begun(String id) {
    Execution begun = Executions.begun(id, pipeline(), NOON);
    history().begin(begun, Optional.empty());
    return begun.id();
  }
}

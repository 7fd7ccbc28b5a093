package dev.stepcache.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.ExecutedStep.Status;
import dev.stepcache.application.port.RunHistory.Consumer;
import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.StepName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Executions and what became of their steps. */
public interface ExecutionsContract extends HistoryUnderTest {

  @Test
  default void an_execution_is_kept_from_its_begin_to_its_end() {
    Execution begun = Executions.begun("e1", pipeline(), NOON);
    assertThat(history().findExecution(begun.id())).isEmpty();

    history().begin(begun, Optional.empty());
    assertThat(history().findExecution(begun.id())).contains(begun);

    Execution ended =
        begun.ended(Execution.Status.FAILED, NOON.plus(MINUTE), Optional.of("Train failed"));
    history().end(ended);
    assertThat(history().findExecution(begun.id())).contains(ended);
  }

  @Test
  default void the_end_of_an_execution_whose_begin_was_not_kept_is_kept_with_it() {
    Execution ended = Executions.ended("e1", pipeline(), NOON);

    history().end(ended);

    assertThat(history().findExecution(ended.id())).contains(ended);
  }

  @Test
  default void an_execution_that_has_ended_never_changes() {
    Execution ended = Executions.ended("e1", pipeline(), NOON);
    history().end(ended);

    history().end(ended.ended(Execution.Status.STOPPED, NOON.plus(MINUTE), Optional.of("late")));
    history().begin(Executions.begun("e1", pipeline(), NOON.plus(MINUTE)), Optional.empty());

    assertThat(history().findExecution(ended.id())).contains(ended);
  }

  @Test
  default void of_several_who_begin_an_execution_one_goes_on_with_it() {
    Execution begun = Executions.begun("e1", pipeline(), NOON);
    Instant leaseOver = history().clock().instant().plus(MINUTE);

    assertThat(history().begin(begun, Optional.of(new Lease("me", leaseOver)))).isTrue();

    assertThat(history().begin(begun, Optional.of(new Lease("other", leaseOver)))).isFalse();
    assertThat(history().begin(begun, Optional.empty())).isFalse();
    // Told once more, because the first answer was lost.
    assertThat(history().begin(begun, Optional.of(new Lease("me", leaseOver)))).isTrue();
  }

  @Test
  default void an_execution_that_is_stopping_goes_on_until_it_ends() {
    Execution begun = Executions.begun("e1", pipeline(), NOON);
    Execution stopping = begun.stopping();
    Instant leaseOver = history().clock().instant().minus(MINUTE);
    history().begin(begun, Optional.of(new Lease("me", leaseOver)));

    history().end(stopping);

    assertThat(history().findExecution(begun.id())).contains(stopping);
    assertThat(history().stopAbandoned(history().clock().instant())).isEqualTo(1);
  }

  @Test
  default void executions_are_listed_last_begun_first() {
    Pipeline other = pipeline("other");
    List<Execution> expected = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      Execution execution =
          Executions.begun(
              "e%03d".formatted(i),
              i % 2 == 0 ? pipeline() : other,
              NOON.plus(MINUTE.multipliedBy(i / 3)));
      history().begin(execution, Optional.empty());
      expected.add(0, execution);
    }

    assertThat(history().executions(Optional.empty())).containsExactlyElementsOf(expected);
    assertThat(history().executions(Optional.of(other.id())))
        .containsExactlyElementsOf(
            expected.stream().filter(each -> each.pipeline().equals(other.id())).toList());
  }

  @Test
  default void the_last_that_was_said_of_a_step_is_kept() {
    ExecutionId execution = begun("e1", NOON);
    ExecutedStep executing = Executions.executing(0, "Train", new StepRunId("r1"));
    ExecutedStep succeeded = Executions.ended(executing, Status.SUCCEEDED);

    history().keep(execution, executing);
    assertThat(history().steps(execution)).containsExactly(executing);
    history().keep(execution, succeeded);
    assertThat(history().steps(execution)).containsExactly(succeeded);
  }

  @Test
  default void many_steps_are_kept_at_once_in_place_of_what_was_said_of_them() {
    ExecutionId execution = begun("e1", NOON);
    ExecutedStep executing = Executions.executing(0, "Train", new StepRunId("r1"));
    history().keep(execution, executing);

    List<ExecutedStep> told = new ArrayList<>();
    told.add(Executions.ended(executing, Status.SUCCEEDED));
    for (int i = 1; i < 300; i++) {
      told.add(Executions.hit(i, "step " + i, new StepRunId("r" + i)));
    }
    history().keep(execution, told);
    history().keep(execution, List.of());

    assertThat(history().steps(execution)).isEqualTo(told);
  }

  @Test
  default void steps_are_listed_in_the_order_in_which_they_were_decided() {
    ExecutionId execution = begun("e1", NOON);
    ExecutedStep evaluate = Executions.hit(1, "Evaluate", new StepRunId("r2"));
    ExecutedStep train = Executions.executing(0, "Train", new StepRunId("r1"));
    ExecutedStep lower = Executions.executing(2, "train", new StepRunId("r3"));
    history().keep(execution, lower);
    history().keep(execution, evaluate);
    history().keep(execution, train);
    history().keep(begun("e2", NOON), evaluate);

    assertThat(history().steps(execution)).containsExactly(train, evaluate, lower);
    assertThat(history().steps(new ExecutionId("E1"))).isEmpty();
  }

  @Test
  default void who_reused_a_run_is_known_the_latest_execution_first() {
    StepRun source = kept(aRun().succeededAt(NOON));
    ExecutionId first = begun("e1", NOON.plus(MINUTE));
    ExecutionId second = begun("e2", NOON.plus(MINUTE.multipliedBy(2)));
    history().keep(first, Executions.hit(0, "Train", source.id()));
    history().keep(second, Executions.hit(1, "Train again", source.id()));
    history().keep(second, Executions.hit(0, "Train", source.id()));
    history().keep(second, Executions.executing(2, "Evaluate", source.id()));

    assertThat(history().consumers(source.id()))
        .containsExactly(
            new Consumer(second, new StepName("Train"), NOON),
            new Consumer(second, new StepName("Train again"), NOON),
            new Consumer(first, new StepName("Train"), NOON));
    assertThat(history().consumers(new StepRunId("unheard-of"))).isEmpty();
  }

  @Test
  default void R8_nothing_of_an_ended_pipeline_is_found() {
    StepRunId source = new StepRunId("r1");
    Execution ended = Executions.ended("e1", pipeline(), NOON);
    history().end(ended);
    history().keep(ended.id(), Executions.hit(0, "Train", source));

    history().deletePipeline(ended.pipeline(), NOON);

    assertThat(history().findExecution(ended.id())).isEmpty();
    assertThat(history().executions(Optional.empty())).isEmpty();
    assertThat(history().executions(Optional.of(ended.pipeline()))).isEmpty();
    assertThat(history().steps(ended.id())).isEmpty();
    assertThat(history().consumers(source)).isEmpty();
  }

  @Test
  default void X9_an_abandoned_execution_is_stopped_with_the_steps_that_went_on() {
    Instant now = history().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Execution abandoned = Executions.begun("e1", pipeline(), NOON);
    Execution alive = Executions.begun("e2", pipeline(), NOON);
    history().begin(abandoned, Optional.of(new Lease("gone", now.minus(MINUTE))));
    history().begin(alive, Optional.of(new Lease("me", now.minus(MINUTE))));
    ExecutedStep hit = Executions.hit(0, "Train", new StepRunId("r1"));
    ExecutedStep executing = Executions.executing(1, "Evaluate", new StepRunId("r2"));
    for (Execution each : List.of(abandoned, alive)) {
      history().keep(each.id(), hit);
      history().keep(each.id(), executing);
    }
    history().renew("me", now.plus(MINUTE));

    assertThat(history().stopAbandoned(now)).isEqualTo(1);

    Execution stopped = history().findExecution(abandoned.id()).orElseThrow();
    assertThat(stopped.status()).isEqualTo(Execution.Status.STOPPED);
    assertThat(stopped.completedAt()).contains(now.minus(MINUTE));
    assertThat(stopped.failureReason()).isPresent();
    assertThat(history().steps(abandoned.id()).get(0)).isEqualTo(hit);
    assertThat(history().steps(abandoned.id()).get(1).status()).isEqualTo(Status.STOPPED);
    assertThat(history().findExecution(alive.id())).contains(alive);
    assertThat(history().steps(alive.id())).containsExactly(hit, executing);
  }

  private ExecutionId begun(String id, Instant at) {
    Execution execution = Executions.begun(id, pipeline(), at);
    history().begin(execution, Optional.empty());
    return execution.id();
  }
}

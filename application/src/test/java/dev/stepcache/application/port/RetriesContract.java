package dev.stepcache.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.Execution.Status;
import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Executions that are asked to stop, and those that go on after their end (X8). */
public interface RetriesContract extends HistoryUnderTest {

  @Test
  default void X8_the_state_of_an_execution_is_told() {
    Execution begun = Executions.begun("e1", pipeline(), NOON);
    assertThat(history().status(begun.id())).isEmpty();
    history().begin(begun, Optional.empty());
    assertThat(history().status(begun.id())).contains(Status.EXECUTING);
    history().end(begun.stopping());
    assertThat(history().status(begun.id())).contains(Status.STOPPING);
    history().deletePipeline(pipeline().id(), NOON);
    assertThat(history().status(begun.id())).isEmpty();
  }

  @Test
  default void X8_an_execution_that_failed_or_was_stopped_goes_on_in_its_next_round() {
    for (Status status : List.of(Status.FAILED, Status.STOPPED)) {
      Execution ended = ended("e-" + status, status);
      Execution retried = ended.retried();
      assertThat(retried.round()).isEqualTo(1);

      assertThat(history().retry(retried, Optional.empty())).isTrue();
      assertThat(history().findExecution(ended.id())).contains(retried);

      Execution again = retried.ended(Status.SUCCEEDED, NOON.plus(MINUTE), Optional.empty());
      history().end(again);
      assertThat(history().findExecution(ended.id())).contains(again);
    }
  }

  @Test
  default void X8_one_that_goes_on_or_has_succeeded_does_not() {
    Execution going = Executions.begun("e1", pipeline(), NOON);
    history().begin(going, Optional.empty());
    assertThat(history().retry(going.retried(), Optional.empty())).isFalse();
    Execution succeeded = ended("e2", Status.SUCCEEDED);
    assertThat(history().retry(succeeded.retried(), Optional.empty())).isFalse();
    Execution unknown = Executions.ended("e3", pipeline(), NOON);
    assertThat(history().retry(unknown.retried(), Optional.empty())).isFalse();

    assertThat(history().findExecution(going.id())).contains(going);
    assertThat(history().findExecution(succeeded.id())).contains(succeeded);
  }

  @Test
  default void X8_of_several_that_retry_at_once_one_goes_on() throws Exception {
    Execution ended = ended("e1", Status.FAILED);
    List<Callable<Boolean>> asking = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asking.add(() -> history().retry(ended.retried(), Optional.empty()));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      int going = 0;
      for (Future<Boolean> answer : threads.invokeAll(asking)) {
        going += answer.get() ? 1 : 0;
      }
      assertThat(going).isEqualTo(1);
    }
  }

  @Test
  default void X8_a_retried_execution_has_a_lease_of_its_own() {
    Execution retried = ended("e1", Status.FAILED).retried();
    Lease over = new Lease("me", history().clock().instant().minus(MINUTE));
    history().retry(retried, Optional.of(over));

    assertThat(history().stopAbandoned(history().clock().instant())).isEqualTo(1);
    assertThat(history().status(retried.id())).contains(Status.STOPPED);
  }

  @Test
  default void X6_whoever_kept_an_earlier_round_going_can_tell_no_more_of_it() {
    Execution ended = ended("e1", Status.STOPPED);
    Execution retried = ended.retried();
    history().retry(retried, Optional.empty());
    ExecutedStep now = ofRound(Executions.executing(0, "Train", new StepRunId("r2")), 1);
    history().keep(ended.id(), now);

    history().keep(ended.id(), Executions.executing(0, "Train", new StepRunId("r1")));
    history().end(ended.ended(Status.SUCCEEDED, NOON.plus(MINUTE), Optional.empty()));

    assertThat(history().steps(ended.id())).containsExactly(now);
    assertThat(history().findExecution(ended.id())).contains(retried);
  }

  @Test
  default void X8_a_step_that_was_taken_is_kept_with_where_it_is_from() {
    ExecutionId source = begun("e1");
    ExecutionId execution = begun("e2");
    ExecutedStep taken =
        Executions.ended(
                Executions.executing(3, "Train", new StepRunId("r1")),
                ExecutedStep.Status.SUCCEEDED)
            .takenInto(0, source);
    history().keep(execution, taken);

    assertThat(history().steps(execution)).containsExactly(taken);
    assertThat(taken.takenFrom()).contains(source);
    assertThat(taken.decision()).isEmpty();
    assertThat(taken.source()).contains(new StepRunId("r1"));
  }

  @Test
  default void a_later_round_replaces_an_earlier_one_that_was_imported() {
    Execution ended = ended("e1", Status.FAILED);
    ExecutedStep failed =
        Executions.ended(
            Executions.executing(0, "Train", new StepRunId("r1")), ExecutedStep.Status.FAILED);
    history().keep(ended.id(), failed);
    List<HistoryRecord> before = exported();
    history().retry(ended.retried(), Optional.empty());
    ExecutedStep succeeded =
        ofRound(
            Executions.ended(
                Executions.executing(0, "Train", new StepRunId("r2")),
                ExecutedStep.Status.SUCCEEDED),
            1);
    history().keep(ended.id(), succeeded);
    Execution again = ended.retried().ended(Status.SUCCEEDED, NOON.plus(MINUTE), Optional.empty());
    history().end(again);

    anotherHistory().importAll(before.stream());
    anotherHistory().importAll(exported().stream());
    anotherHistory().importAll(before.stream());

    assertThat(anotherHistory().findExecution(ended.id())).contains(again);
    assertThat(anotherHistory().steps(ended.id())).containsExactly(succeeded);
  }

  private List<HistoryRecord> exported() {
    try (Stream<HistoryRecord> records = history().export()) {
      return records.toList();
    }
  }

  private Execution ended(String id, Status status) {
    Execution ended =
        Executions.begun(id, pipeline(), NOON.minus(MINUTE))
            .ended(status, NOON, Optional.of("why"));
    history().end(ended);
    return ended;
  }

  private ExecutionId begun(String id) {
    Execution begun = Executions.begun(id, pipeline(), NOON);
    history().begin(begun, Optional.empty());
    return begun.id();
  }

  private static ExecutedStep ofRound(ExecutedStep step, int round) {
    return new ExecutedStep(
        step.position(),
        step.name(),
        step.type(),
        step.status(),
        step.run(),
        step.source(),
        step.takenFrom(),
        step.decision(),
        step.outputs(),
        3,
        round,
        step.startedAt(),
        step.completedAt(),
        step.failureReason());
  }
}

package dev.stepcache.application.port;

import static dev.stepcache.application.port.RunBuilder.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.ExecutedStep.Status;
import dev.stepcache.application.port.RunHistory.CallbackAnswer;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Failed;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A run that is purged is gone from everywhere (H3). */
public interface PurgeContract extends HistoryUnderTest {
  String LEFT =
      "{\"decidedAt\":\"2026-03-01T12:00:00.000Z\",\"outcome\":\"MISS\",\"pipeline\":\"abalone\","
          + "\"reason\":\"ATTRIBUTES_CHANGED\",\"step\":\"Train\",\"type\":\"Training\"}";

  @Test
  default void H3_a_purged_run_is_told_once_more_and_never_found_again() {
    Succeeded run = aRun().succeededAt(NOON);
    history().complete(run, Optional.of("wrong data"));
    Succeeded other = kept(aRun().succeededAt(NOON.minus(MINUTE)));

    assertThat(history().purge(run.id()))
        .contains(new RecordedRun(run, pipeline().name(), Optional.of("wrong data")));

    assertThat(history().findRun(run.id())).isEmpty();
    assertThat(history().purge(run.id())).isEmpty();
    assertThat(past().retracted(KEY, NOON)).isEmpty();
    assertThat(past().reusable(KEY, NOON.minus(MINUTE), NOON)).containsExactly(other);
    try (var everything = history().export()) {
      assertThat(everything)
          .containsExactly(
              new HistoryRecord.OfPipeline(pipeline()),
              new HistoryRecord.OfRun(other, Optional.empty()));
    }
  }

  @Test
  default void R8_a_run_of_an_ended_pipeline_is_not_there_to_be_purged() {
    Succeeded run = kept(aRun().succeededAt(NOON));
    history().deletePipeline(run.scope().pipeline(), NOON);

    assertThat(history().purge(run.id())).isEmpty();
  }

  @Test
  default void H3_of_the_step_that_ran_as_it_how_it_went_stays() {
    Succeeded run = kept(aRun().succeededAt(NOON));
    ExecutionId execution = begun("e1");
    ExecutedStep step =
        Executions.ended(Executions.executing(0, "Train", run.id()), Status.FAILED)
            .withDecision(decision("\"message\":\"m\",\"signature\":\"s\""));
    history().keep(execution, step);

    history().purge(run.id());

    ExecutedStep left = history().steps(execution).get(0);
    assertThat(left).isEqualTo(step.purged(Optional.of(LEFT)));
    assertThat(left.run()).isEmpty();
    assertThat(left.outputs()).isEmpty();
    assertThat(left.failureReason()).isEmpty();
    assertThat(left.status()).isEqualTo(Status.FAILED);
    assertThat(left.startedAt()).isEqualTo(step.startedAt());
    assertThat(left.completedAt()).isEqualTo(step.completedAt());
  }

  @Test
  default void H3_steps_that_reused_it_or_took_it_over_do_not_tell_of_it_any_more() {
    Succeeded run = kept(aRun().succeededAt(NOON));
    ExecutionId first = begun("e1");
    ExecutionId second = begun("e2");
    ExecutedStep hit =
        Executions.hit(0, "Train", run.id())
            .withDecision(decision("\"source\":{\"run\":\"%s\"}".formatted(run.id())));
    ExecutedStep taken = hit.takenInto(0, first);
    history().keep(first, hit);
    history().keep(second, taken);

    history().purge(run.id());

    assertThat(history().steps(first)).containsExactly(hit.purged(Optional.of(LEFT)));
    assertThat(history().steps(second)).containsExactly(taken.purged(Optional.empty()));
    assertThat(history().steps(second).get(0).takenFrom()).contains(first);
    assertThat(history().consumers(run.id())).isEmpty();
  }

  @Test
  default void H3_a_step_that_was_compared_with_it_loses_its_decision_alone() {
    Succeeded run = kept(aRun().id("run \"é%_1").succeededAt(NOON));
    String quoted = "run \\\"é%_1";
    StepRunId own = kept(aRun().succeededAt(NOON)).id();
    ExecutionId execution = begun("e1");
    ExecutedStep nearest =
        Executions.executing(0, "Nearest", own)
            .withDecision(
                decision(
                    "\"nearest\":{\"run\":\"%s\",\"changed\":[{\"before\":1}]}".formatted(quoted)));
    ExecutedStep expired =
        Executions.ended(Executions.executing(1, "Expired", own), Status.SUCCEEDED)
            .withDecision(decision("\"message\":\"run %s expired 1 day ago\"".formatted(quoted)));
    ExecutedStep changed =
        Executions.executing(2, "Changed", own)
            .withDecision(
                decision("\"message\":\"/Arguments changed since run %s\"".formatted(quoted)));
    List<ExecutedStep> steps = List.of(nearest, expired, changed);
    steps.forEach(step -> history().keep(execution, step));

    history().purge(run.id());

    assertThat(history().steps(execution))
        .containsExactlyElementsOf(steps.stream().map(step -> step.withDecision(LEFT)).toList());
  }

  @Test
  default void H3_what_tells_of_other_runs_stays_as_it_is() {
    Succeeded run = kept(aRun().id("r1").succeededAt(NOON));
    Succeeded other = kept(aRun().id("r12").succeededAt(NOON));
    ExecutionId execution = begun("e1");
    List<ExecutedStep> steps =
        List.of(
            Executions.executing(0, "Own", other.id())
                .withDecision(decision("\"message\":\"run r12 expired 1 day ago\"")),
            Executions.hit(1, "Reused", other.id())
                .withDecision(decision("\"source\":{\"run\":\"r12\",\"execution\":\"r1\"}")),
            Executions.executing(2, "r1", other.id())
                .withDecision(decision("\"message\":\"an outrun r1 expired\"")),
            Executions.hit(3, "Taken", other.id()).takenInto(3, new ExecutionId("r1")));
    steps.forEach(step -> history().keep(execution, step));

    history().purge(run.id());

    assertThat(history().steps(execution)).containsExactlyElementsOf(steps);
    assertThat(history().findRun(other.id())).isPresent();
  }

  @Test
  default void H3_the_reason_of_a_failed_execution_does_not_quote_its_run_any_more() {
    Failed run = kept(aRun().failedAt(NOON));
    Execution ended =
        Executions.begun("e1", pipeline(), NOON)
            .ended(
                Execution.Status.FAILED, NOON, Optional.of("step Train failed: " + run.reason()));
    history().end(ended);
    history().keep(ended.id(), Executions.executing(0, "Train", run.id()));

    history().purge(run.id());

    assertThat(history().findExecution(ended.id()))
        .contains(ended.withReason("step Train failed: purged"));
  }

  @Test
  default void H3_the_reason_of_a_step_that_joined_it_does_not_name_it_any_more() {
    Failed run = kept(aRun().failedAt(NOON));
    String reason = "run %s, which it joined, failed: %s".formatted(run.id(), run.reason());
    Execution ended =
        Executions.begun("e1", pipeline(), NOON)
            .ended(Execution.Status.FAILED, NOON, Optional.of("step Train failed: " + reason));
    history().end(ended);
    ExecutedStep joined =
        Executions.ended(Executions.executing(0, "Train", new StepRunId("own")), Status.FAILED)
            .withReason(reason);
    history().keep(ended.id(), joined);

    history().purge(run.id());

    String left = "a purged run, which it joined, failed: purged";
    assertThat(history().steps(ended.id())).containsExactly(joined.withReason(left));
    assertThat(history().findExecution(ended.id()))
        .contains(ended.withReason("step Train failed: " + left));
  }

  @Test
  default void H3_what_was_answered_for_it_from_outside_is_gone_too() {
    StepRun run = kept(aRun().succeededAt(NOON));
    ExecutionId execution = begun("e1");
    history().keep(execution, Executions.executing(0, "Approve", run.id()));
    StepCallback its = callback("its", execution, "Approve");
    StepCallback another = callback("another", execution, "Train");
    history().expect(its);
    history().expect(another);
    history().answer(its.token(), new CallbackAnswer.Success("{\"Secret\":\"x\"}"));

    history().purge(run.id());

    assertThat(history().findCallback(its.token())).isEmpty();
    assertThat(history().findCallback(another.token())).contains(another);
  }

  @Test
  default void H3_of_many_who_purge_a_run_at_once_one_is_told_of_it() throws Exception {
    StepRun run = kept(aRun().succeededAt(NOON));
    ExecutionId execution = begun("e1");
    history().keep(execution, Executions.hit(0, "Train", run.id()));
    List<Callable<Optional<RecordedRun>>> asking = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asking.add(() -> history().purge(run.id()));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      int told = 0;
      for (Future<Optional<RecordedRun>> answer : threads.invokeAll(asking)) {
        told += answer.get().isPresent() ? 1 : 0;
      }
      assertThat(told).isEqualTo(1);
    }
    assertThat(history().steps(execution).get(0).source()).isEmpty();
  }

  private static String decision(String further) {
    return "%s,%s}".formatted(LEFT.substring(0, LEFT.length() - 1), further);
  }

  private StepCallback callback(String token, ExecutionId execution, String step) {
    return new StepCallback(token, execution, new StepName(step), NOON, Optional.empty());
  }

  private ExecutionId begun(String id) {
    Execution begun = Executions.begun(id, pipeline(), NOON);
    history().begin(begun, Optional.empty());
    return begun.id();
  }
}

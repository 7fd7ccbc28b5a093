package dev.stepcache.application.port;

import static dev.stepcache.application.port.RunBuilder.KEY;
import static dev.stepcache.application.port.RunBuilder.OUTPUTS;
import static dev.stepcache.application.port.RunBuilder.keyOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.AloneStart;
import dev.stepcache.application.port.RunHistory.AloneStart.Outdated;
import dev.stepcache.application.port.RunHistory.AloneStart.Started;
import dev.stepcache.application.port.RunHistory.AloneStart.Twin;
import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Runs that are started as the only ones with their key document (X6). */
public interface AloneContract extends HistoryUnderTest {

  @Test
  default void X6_a_run_starts_alone_where_no_other_is_going_on() {
    Executing run = aRun().executing();

    assertThat(startAlone(run)).isEqualTo(new Started());

    assertThat(history().findRun(run.id()).orElseThrow().run()).isEqualTo(run);
    assertThat(startAlone(run)).isEqualTo(new Started());
  }

  @Test
  default void X6_another_that_is_going_on_is_in_its_way() {
    Executing first = aRun().executing();
    Executing second = aRun().executing();
    startAlone(first);

    assertThat(startAlone(second)).isEqualTo(new Twin(first.id()));

    assertThat(history().findRun(second.id())).isEmpty();
  }

  @Test
  default void X6_runs_of_other_keys_steps_types_kinds_and_pipelines_are_not() {
    startAlone(aRun().key(keyOf("0.2")).executing());
    startAlone(aRun().step("Other").executing());
    startAlone(aRun().simulated().executing());
    startAlone(aRun().in(scopeIn(pipeline("other").id())).executing());

    assertThat(startAlone(aRun().executing())).isEqualTo(new Started());
  }

  @Test
  default void X6_one_that_was_retracted_or_has_ended_is_not() {
    Executing retracted = aRun().executing();
    startAlone(retracted);
    history().retract(retracted.id(), NOON, "never ends");
    kept(aRun().failedAt(NOON));
    kept(aRun().stoppedAt(NOON));

    assertThat(startAlone(aRun().executing())).isEqualTo(new Started());
  }

  @Test
  default void R7_nobody_is_told_to_wait_for_a_run_that_was_retracted() {
    Executing retracted = kept(aRun().executing());
    assertThat(past().inProgress(KEY, NOON)).contains(retracted);

    history().retract(retracted.id(), NOON, "never ends");

    assertThat(past().inProgress(KEY, NOON)).isEmpty();
  }

  @Test
  default void X6_a_success_since_the_decision_makes_it_outdated() {
    Succeeded before = kept(aRun().succeededAt(NOON));
    Optional<StepRunId> latest = history().latestSuccess(scope(), KEY);
    assertThat(latest).contains(before.id());
    Succeeded since = kept(aRun().succeededAt(NOON.plus(MINUTE)));

    Executing run = aRun().executing();
    assertThat(history().startAlone(run, Optional.empty(), latest)).isEqualTo(new Outdated());

    assertThat(history().findRun(run.id())).isEmpty();
    assertThat(history().latestSuccess(scope(), KEY)).contains(since.id());
    assertThat(startAlone(run)).isEqualTo(new Started());
  }

  @Test
  default void X6_whoever_is_taken_over_cannot_end_its_run_any_more() {
    Instant over = history().clock().instant().minus(MINUTE);
    Executing stale = aRun().startedAt(over.minus(MINUTE)).executing();
    history().startAlone(stale, Optional.of(new Lease("stale", over)), Optional.empty());

    Executing next = aRun().executing();
    assertThat(startAlone(next)).isEqualTo(new Started());

    assertThat(history().findRun(stale.id()).orElseThrow().run())
        .isInstanceOf(StepRun.Stopped.class);
    Succeeded late = stale.succeed(history().clock().instant(), OUTPUTS);
    assertThat(history().complete(late, Optional.empty())).isFalse();
    assertThat(past().reusable(KEY, Instant.EPOCH, late.completedAt())).isEmpty();
  }

  @Test
  default void X6_of_many_that_ask_at_once_one_starts() throws Exception {
    pipeline();
    List<Callable<AloneStart>> asking = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Executing run = aRun().executing();
      asking.add(() -> startAlone(run));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<AloneStart> answers = new ArrayList<>();
      for (Future<AloneStart> answer : threads.invokeAll(asking)) {
        answers.add(answer.get());
      }
      assertThat(answers).filteredOn(Started.class::isInstance).hasSize(1);
      assertThat(answers).filteredOn(Twin.class::isInstance).hasSize(15);
    }
  }

  @Test
  default void R7_a_run_starts_beside_others_that_are_going_on() {
    Executing first = aRun().executing();
    Executing second = aRun().executing();
    startAlone(first);

    assertThat(history().startBeside(second, Optional.empty(), Optional.empty()))
        .isEqualTo(new Started());

    assertThat(history().findRun(first.id()).orElseThrow().run()).isEqualTo(first);
    assertThat(history().findRun(second.id()).orElseThrow().run()).isEqualTo(second);
  }

  @Test
  default void R7_a_success_since_the_decision_makes_a_start_beside_others_outdated_too() {
    Succeeded since = kept(aRun().succeededAt(NOON));
    Executing run = aRun().executing();

    assertThat(history().startBeside(run, Optional.empty(), Optional.empty()))
        .isEqualTo(new Outdated());

    assertThat(history().findRun(run.id())).isEmpty();
    assertThat(history().startBeside(run, Optional.empty(), Optional.of(since.id())))
        .isEqualTo(new Started());
  }

  private AloneStart startAlone(Executing run) {
    return history()
        .startAlone(run, Optional.empty(), history().latestSuccess(run.scope(), run.key()));
  }
}

package dev.stepcache.application.port;

import static dev.stepcache.application.port.RunBuilder.KEY;
import static dev.stepcache.application.port.RunBuilder.OUTPUTS;
import static dev.stepcache.application.port.RunBuilder.keyOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Reusable;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What decisions learn of earlier runs (R3 to R8, R13). */
public interface PastRunsContract extends HistoryUnderTest {

  @Test
  default void R3_a_success_with_an_equal_key_document_is_reusable() {
    Succeeded run = kept(aRun().succeededAt(NOON));

    assertThat(past().reusable(keyOf("0.1"), NOON, NOON)).containsExactly(run);
  }

  @Test
  default void R5_of_many_questions_each_has_its_first_reusable_run() {
    List<Reusable> questions = new ArrayList<>();
    List<Optional<Succeeded>> expected = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      RunBuilder older = aRun().step("step " + i / 2).key(keyOf("0." + i));
      RunBuilder run = aRun().step("step " + i / 2).key(keyOf("0." + i));
      expected.add(
          switch (i % 3) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(kept(run.succeededAt(NOON)));
            default -> {
              kept(older.succeededAt(NOON.minus(MINUTE)));
              yield Optional.of(kept(run.succeededAt(NOON)));
            }
          });
      questions.add(
          new Reusable(run.executing().scope(), keyOf("0." + i), NOON.minus(MINUTE), NOON));
    }

    assertThat(history().firstReusable(questions)).isEqualTo(expected);
    assertThat(history().firstReusable(questions.subList(0, 3))).isEqualTo(expected.subList(0, 3));
    assertThat(history().firstReusable(List.of())).isEmpty();
  }

  @Test
  default void R3_a_run_of_another_step_type_kind_or_key_document_is_not() {
    kept(aRun().step("train").succeededAt(NOON));
    kept(aRun().step("Train ").succeededAt(NOON));
    kept(aRun().type(StepType.PROCESSING).succeededAt(NOON));
    kept(aRun().simulated().succeededAt(NOON));
    kept(aRun().key(keyOf("0.10")).succeededAt(NOON));

    assertThat(past().reusable(KEY, NOON, NOON)).isEmpty();
  }

  @Test
  default void R4_a_run_that_failed_was_stopped_or_goes_on_is_never_reusable() {
    kept(aRun().failedAt(NOON));
    kept(aRun().stoppedAt(NOON));
    kept(aRun().executing());

    assertThat(past().reusable(KEY, Instant.MIN, NOON)).isEmpty();
    assertThat(past().latestSuccesses(100, NOON)).isEmpty();
  }

  @Test
  default void R5_the_last_completed_comes_first_and_of_two_at_one_instant_the_greater_id() {
    List<Succeeded> expected = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Instant at = NOON.plus(MINUTE.multipliedBy(i / 3));
      expected.add(kept(aRun().startedAt(NOON.minus(MINUTE)).succeededAt(at)));
    }

    assertThat(past().reusable(KEY, NOON, NOON.plus(Duration.ofHours(1))))
        .containsExactlyElementsOf(expected.reversed());
    Iterator<Succeeded> some =
        past().reusable(KEY, NOON, NOON.plus(Duration.ofHours(1))).iterator();
    assertThat(List.of(some.next(), some.next(), some.next()))
        .containsExactlyElementsOf(expected.reversed().subList(0, 3));
  }

  @Test
  default void R8_a_run_of_another_pipeline_is_never_reusable() {
    Pipeline other = pipeline("other");
    kept(RunBuilder.aRun(scopeIn(other.id())).succeededAt(NOON));

    assertThat(past().reusable(KEY, NOON, NOON)).isEmpty();
    assertThat(past().latestSuccesses(100, NOON)).isEmpty();
  }

  @Test
  default void R13_a_run_completed_at_either_end_of_the_time_counts_and_beyond_it_does_not() {
    Succeeded atCutoff = kept(aRun().succeededAt(NOON));
    Succeeded now = kept(aRun().succeededAt(NOON.plus(MINUTE)));
    kept(aRun().succeededAt(NOON.minus(MILLI)));
    kept(aRun().succeededAt(NOON.plus(MINUTE).plus(MILLI)));

    assertThat(past().reusable(KEY, NOON, NOON.plus(MINUTE))).containsExactly(now, atCutoff);
  }

  @Test
  default void R13_a_cutoff_before_all_time_is_no_limit() {
    Succeeded ancient = kept(aRun().succeededAt(Instant.parse("-9999-01-01T00:00:00Z")));

    assertThat(past().reusable(KEY, Instant.MIN, NOON)).containsExactly(ancient);
    assertThat(past().refreshed(KEY, Instant.MIN, Instant.MAX)).isEmpty();
    assertThat(past().expired(KEY, Instant.MIN)).isEmpty();
  }

  @Test
  default void R7_a_run_that_goes_on_is_in_progress() {
    StepRun run = kept(aRun().startedAt(NOON).executing());

    assertThat(past().inProgress(KEY, NOON)).contains(run);
    assertThat(past().inProgress(KEY, NOON.minus(MILLI))).isEmpty();
    assertThat(past().inProgress(keyOf("0.2"), NOON)).isEmpty();
  }

  @Test
  default void R13_a_run_completed_later_is_in_progress_if_it_had_started_by_then() {
    for (StepRun.Ended run :
        List.of(
            aRun().startedAt(NOON).succeededAt(NOON.plus(MINUTE)),
            aRun().startedAt(NOON).failedAt(NOON.plus(MINUTE).plus(MILLI)),
            aRun().startedAt(NOON).stoppedAt(NOON.plus(MINUTE.multipliedBy(2))))) {
      kept(run);
      assertThat(past().inProgress(KEY, NOON)).contains(run);
      assertThat(past().inProgress(KEY, NOON.minus(MILLI))).isEmpty();
      assertThat(past().inProgress(KEY, run.completedAt())).isEmpty();
      assertThat(past().notSucceeded(KEY, NOON)).isEmpty();
    }
  }

  @Test
  default void of_several_in_progress_the_latest_is_answered() {
    kept(aRun().startedAt(NOON.minus(MINUTE)).executing());
    kept(aRun().startedAt(NOON).executing());
    StepRun latest = kept(aRun().startedAt(NOON).executing());

    assertThat(past().inProgress(KEY, NOON)).contains(latest);
  }

  @Test
  default void a_success_before_the_time_is_expired() {
    kept(aRun().succeededAt(NOON.minus(Duration.ofDays(2))));
    Succeeded latest = kept(aRun().succeededAt(NOON.minus(MILLI)));
    kept(aRun().failedAt(NOON.minus(MILLI)));
    kept(aRun().succeededAt(NOON));

    assertThat(past().expired(KEY, NOON)).contains(latest);
    history().retract(latest.id(), NOON, "wrong data");
    history().refresh(scope().pipeline(), Optional.empty(), NOON);
    assertThat(past().expired(KEY, NOON).map(Succeeded::completedAt))
        .contains(NOON.minus(Duration.ofDays(2)));
    assertThat(past().expired(keyOf("0.2"), NOON)).isEmpty();
  }

  @Test
  default void a_retracted_run_is_not_reusable_and_its_reason_is_told() {
    Succeeded earlier = kept(aRun().succeededAt(NOON.minus(MINUTE)));
    Succeeded latest = kept(aRun().succeededAt(NOON));
    assertThat(past().retracted(KEY, NOON)).isEmpty();

    history().retract(latest.id(), NOON.plus(MINUTE), "wrong data");

    assertThat(past().reusable(KEY, Instant.MIN, NOON)).containsExactly(earlier);
    assertThat(past().retracted(KEY, NOON).orElseThrow().run()).isEqualTo(latest);
    assertThat(past().retracted(KEY, NOON).orElseThrow().why()).isEqualTo("wrong data");
    assertThat(past().retracted(KEY, NOON.minus(MILLI))).isEmpty();
  }

  @Test
  default void a_run_retracted_before_it_ended_is_never_reusable() {
    StepRun.Executing run = kept(aRun().executing());
    history().retract(run.id(), NOON, "wrong data");
    Succeeded succeeded = run.succeed(NOON, OUTPUTS);

    assertThat(history().complete(succeeded, Optional.empty())).isTrue();

    assertThat(past().reusable(KEY, Instant.MIN, NOON)).isEmpty();
    assertThat(past().retracted(KEY, NOON).orElseThrow().run()).isEqualTo(succeeded);
  }

  @Test
  default void no_run_started_before_a_refresh_of_its_step_is_reusable() {
    Succeeded before = kept(aRun().startedAt(NOON.minus(MILLI)).succeededAt(NOON.plus(MINUTE)));
    Succeeded after = kept(aRun().startedAt(NOON).succeededAt(NOON));
    assertThat(past().refreshed(KEY, Instant.MIN, Instant.MAX)).isEmpty();

    history().refresh(scope().pipeline(), Optional.of(scope().step()), NOON);

    assertThat(past().reusable(KEY, Instant.MIN, Instant.MAX)).containsExactly(after);
    assertThat(past().refreshed(KEY, Instant.MIN, Instant.MAX)).contains(before);
    assertThat(past().refreshed(KEY, Instant.MIN, NOON)).isEmpty();
    assertThat(past().refreshed(KEY, NOON.plus(MINUTE).plus(MILLI), Instant.MAX)).isEmpty();
    history().retract(before.id(), NOON, "wrong data");
    assertThat(past().refreshed(KEY, Instant.MIN, Instant.MAX)).isEmpty();
  }

  @Test
  default void a_refresh_is_of_one_step_or_of_a_pipeline() {
    Pipeline other = pipeline("other");
    kept(aRun().succeededAt(NOON));
    Succeeded ofAnotherStep = kept(aRun().step("Evaluate").succeededAt(NOON));
    Succeeded elsewhere = kept(RunBuilder.aRun(scopeIn(other.id())).succeededAt(NOON));

    history().refresh(scope().pipeline(), Optional.of(scope().step()), NOON);
    assertThat(past().reusable(KEY, Instant.MIN, NOON)).isEmpty();
    assertThat(history().pastRuns(ofAnotherStep.scope()).reusable(KEY, Instant.MIN, NOON))
        .containsExactly(ofAnotherStep);

    history().refresh(scope().pipeline(), Optional.empty(), NOON);
    assertThat(history().pastRuns(ofAnotherStep.scope()).reusable(KEY, Instant.MIN, NOON))
        .isEmpty();
    assertThat(history().pastRuns(elsewhere.scope()).reusable(KEY, Instant.MIN, NOON))
        .containsExactly(elsewhere);
  }

  @Test
  default void of_two_refreshes_the_later_counts_in_whatever_order_they_came() {
    kept(aRun().startedAt(NOON).succeededAt(NOON));

    history().refresh(scope().pipeline(), Optional.empty(), NOON.plus(MILLI));
    history().refresh(scope().pipeline(), Optional.empty(), NOON);
    history().refresh(scope().pipeline(), Optional.of(scope().step()), NOON.minus(MILLI));

    assertThat(past().reusable(KEY, Instant.MIN, NOON)).isEmpty();
  }

  @Test
  default void the_latest_run_that_failed_or_was_stopped_is_known() {
    StepRun failed = kept(aRun().failedAt(NOON));
    StepRun stopped = kept(aRun().stoppedAt(NOON.plus(MILLI)));
    kept(aRun().succeededAt(NOON.plus(MILLI)));

    assertThat(past().notSucceeded(KEY, NOON.minus(MILLI))).isEmpty();
    assertThat(past().notSucceeded(KEY, NOON)).contains(failed);
    assertThat(past().notSucceeded(KEY, NOON.plus(MINUTE))).contains(stopped);
    assertThat(past().notSucceeded(keyOf("0.2"), NOON.plus(MINUTE))).isEmpty();
  }

  @Test
  default void the_latest_successes_of_a_step_are_known_whatever_their_key_documents() {
    Succeeded first = kept(aRun().key(keyOf("0.1")).succeededAt(NOON));
    Succeeded second = kept(aRun().key(keyOf("0.2")).succeededAt(NOON));
    Succeeded third = kept(aRun().key(keyOf("0.3")).succeededAt(NOON.plus(MILLI)));
    kept(aRun().key(keyOf("0.4")).succeededAt(NOON.plus(MINUTE)));
    kept(aRun().simulated().succeededAt(NOON));
    kept(aRun().step("Evaluate").succeededAt(NOON));
    history().retract(first.id(), NOON, "wrong data");

    assertThat(past().latestSuccesses(100, NOON.plus(MILLI))).containsExactly(third, second, first);
    assertThat(past().latestSuccesses(2, NOON.plus(MILLI))).containsExactly(third, second);
  }

  @Test
  default void a_past_that_is_asked_again_knows_what_came_since() {
    var past = past();
    assertThat(past.reusable(KEY, Instant.MIN, NOON)).isEmpty();

    Succeeded run = kept(aRun().succeededAt(NOON));

    assertThat(past.reusable(KEY, Instant.MIN, NOON)).containsExactly(run);
  }
}

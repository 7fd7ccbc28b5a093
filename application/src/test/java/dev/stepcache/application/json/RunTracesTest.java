package dev.stepcache.application.json;

import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.run.Runs.KEY;
import static dev.stepcache.domain.run.Runs.NOON;
import static dev.stepcache.domain.run.Runs.keyWith;
import static dev.stepcache.domain.run.Runs.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Executions;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.MissReason;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.signature.ChangedAttribute;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** H3: of a purged run no kept decision tells. */
class RunTracesTest {
  private static final DecisionDocument DOCUMENTS =
      new DecisionDocument(new Secrets(List.of(), () -> new byte[] {1}));
  private static final KeyDocument BEFORE = keyWith("eta", "0.1");
  private static final Succeeded RUN = run("run \"1\", é");
  private static final StepRunId OWN = new StepRunId("own");

  private static Succeeded run(String id) {
    return started(id, BEFORE, NOON.minusSeconds(60))
        .succeed(NOON, StepOutputs.of(object("Model", "s3://b/m")));
  }

  @ParameterizedTest
  @MethodSource("outcomesThatTellOfIt")
  void H3_every_decision_that_tells_of_it_is_found_and_loses_that(Outcome outcome) {
    RunTraces traces = new RunTraces(RUN);
    ExecutedStep step = decided(outcome);
    assertThat(step.decision().orElseThrow()).contains(traces.spelling());

    ExecutedStep left = traces.erasedFrom(step);

    assertThat(JsonReader.readOwn(left.decision().orElseThrow()).asObject().orElseThrow().members())
        .containsOnlyKeys("pipeline", "step", "type", "outcome", "reason", "decidedAt");
    assertThat(left.decision().orElseThrow()).doesNotContain(traces.spelling());
    assertThat(left.run()).contains(OWN);
  }

  @ParameterizedTest
  @MethodSource("outcomesThatTellOfIt")
  void H3_a_decision_that_tells_of_another_run_stays(Outcome outcome) {
    ExecutedStep step = decided(outcome);

    assertThat(new RunTraces(run("1")).erasedFrom(step)).isEqualTo(step);
  }

  static List<Outcome> outcomesThatTellOfIt() {
    return List.of(
        new Outcome.Hit(RUN, Duration.ofHours(1)),
        new Outcome.Miss(new MissReason.OutputsMissing(RUN, "its output is gone", 1, true)),
        new Outcome.Miss(new MissReason.OutputsMissing(RUN, "its output is gone", 100, false)),
        new Outcome.Miss(new MissReason.InProgress(RUN.started())),
        new Outcome.Miss(new MissReason.Expired(RUN, Duration.ofDays(1))),
        new Outcome.Miss(new MissReason.Retracted(RUN, "bad data")),
        new Outcome.Miss(new MissReason.NotSucceeded(RUN.started().fail(NOON, "no luck"))),
        new Outcome.Miss(
            new MissReason.AttributesChanged(RUN, ChangedAttribute.between(BEFORE, KEY))));
  }

  @Test
  void H3_where_it_ran_a_reason_is_left_without_what_it_had_told() {
    StepRun.Executing started = RUN.started();
    RunTraces failed = new RunTraces(started.fail(NOON, "exit 1"));

    assertThat(failed.erasedFrom("step A failed: exit 1", true)).isEqualTo("step A failed: purged");
    assertThat(failed.erasedFrom("step A failed: exit 1", false))
        .isEqualTo("step A failed: exit 1");
    assertThat(new RunTraces(started.stop(NOON, "by ann")).erasedFrom("stopped by ann", true))
        .isEqualTo("stopped purged");
    assertThat(new RunTraces(started.fail(NOON, "")).erasedFrom("step A failed: ", true))
        .isEqualTo("step A failed: ");
    assertThat(new RunTraces(RUN).erasedFrom("step B failed: exit 1", true))
        .isEqualTo("step B failed: exit 1");
  }

  @Test
  void H3_where_it_was_joined_a_reason_does_not_name_it_any_more() {
    RunTraces failed = new RunTraces(RUN.started().fail(NOON, "exit 1"));
    String reason = "run %s, which it joined, failed: exit 1".formatted(RUN.id());
    ExecutedStep joined = Executions.executing(0, "A", OWN).withReason(reason);

    String left = "a purged run, which it joined, failed: purged";
    assertThat(failed.erasedFrom(joined)).isEqualTo(joined.withReason(left));
    assertThat(failed.erasedFrom("step A failed: " + reason, false))
        .isEqualTo("step A failed: " + left);
    assertThat(new RunTraces(run("1")).erasedFrom(joined)).isEqualTo(joined);
  }

  private static ExecutedStep decided(Outcome outcome) {
    Step step =
        new Step(new StepName("train"), StepType.TRAINING, object(), new CacheConfig.Disabled());
    CacheDecision decision =
        new CacheDecision(
            new PipelineName("the pipeline"), step, Optional.of(KEY.signature()), NOON, outcome);
    return Executions.executing(0, "train", OWN)
        .withDecision(DOCUMENTS.withoutOutputs(decision).compact());
  }
}

package dev.stepcache.application.json;

import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.run.Runs.KEY;
import static dev.stepcache.domain.run.Runs.NOON;
import static dev.stepcache.domain.run.Runs.keyWith;
import static dev.stepcache.domain.run.Runs.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stepcache.domain.cache.BypassReason;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.MissReason;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepRun.Succeeded;
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
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("SPEC 6: A decision document")
class DecisionDocumentTest {
  private static final DecisionDocument DOCUMENTS =
      new DecisionDocument(new Secrets(List.of(Secrets.USUAL_NAMES), () -> new byte[] {1, 2, 3}));
  private static final KeyDocument BEFORE = keyWith("eta", "0.1", "db_password", "old", "gone", 1);

  /** A run of a minute and a quarter second that ended an hour before noon. */
  private static final Succeeded RUN =
      started("run-1", BEFORE, NOON.minus(Duration.ofHours(1)).minusMillis(60_250))
          .succeed(
              NOON.minus(Duration.ofHours(1)),
              StepOutputs.of(object("Model", "s3://b/m", "Environment", object("TOKEN", "t"))));

  @Test
  @DisplayName("of a hit has the run that is reused, its age and outputs, and no secrets")
  void of_a_hit() {
    assertThat(DOCUMENTS.of(decision(new Outcome.Hit(RUN, Duration.ofHours(1)))).pretty())
        .isEqualTo(
            """
            {
              "pipeline": "the pipeline",
              "step": "train",
              "type": "Training",
              "outcome": "HIT",
              "reason": "REUSED",
              "signature": "%s",
              "decidedAt": "2026-03-31T12:00:00.000Z",
              "expireAfter": "P30DT5H",
              "message": "reuses run run-1, completed 1 h ago",
              "source": {
                "run": "run-1",
                "execution": "e",
                "startedAt": "2026-03-31T10:58:59.750Z",
                "completedAt": "2026-03-31T11:00:00.000Z",
                "age": "PT3600.000S",
                "outputs": {
                  "Environment": {
                    "TOKEN": "hmac:72eb92da9891f02c"
                  },
                  "Model": "s3://b/m"
                }
              }
            }\
            """
                .formatted(KEY.signature().hex()));
  }

  @Test
  @DisplayName("kept beside a run leaves the outputs to it")
  void without_outputs() {
    assertThat(
            DOCUMENTS
                .withoutOutputs(decision(new Outcome.Hit(RUN, Duration.ofMillis(5_250))))
                .value()
                .objectMember("source"))
        .contains(
            object(
                "run", "run-1",
                "execution", "e",
                "startedAt", "2026-03-31T10:58:59.750Z",
                "completedAt", "2026-03-31T11:00:00.000Z",
                "age", "PT5.250S"));
  }

  @Test
  @DisplayName("of changed attributes has the nearest run and each change, secrets hidden")
  void of_changed_attributes() {
    KeyDocument now = keyWith("eta", "0.2", "db_password", "new", "added", object("api_key", 1));
    MissReason changed =
        new MissReason.AttributesChanged(RUN, ChangedAttribute.between(BEFORE, now));
    assertThat(DOCUMENTS.of(decision(new Outcome.Miss(changed))).pretty())
        .isEqualTo(
            """
            {
              "pipeline": "the pipeline",
              "step": "train",
              "type": "Training",
              "outcome": "MISS",
              "reason": "ATTRIBUTES_CHANGED",
              "signature": "%s",
              "decidedAt": "2026-03-31T12:00:00.000Z",
              "expireAfter": "P30DT5H",
              "message": "4 attributes changed since run run-1",
              "nearest": {
                "run": "run-1",
                "execution": "e",
                "completedAt": "2026-03-31T11:00:00.000Z",
                "changed": [
                  {
                    "path": "/Arguments/HyperParameters/added",
                    "after": {
                      "api_key": "hmac:3d5c5b279d2da636"
                    }
                  },
                  {
                    "path": "/Arguments/HyperParameters/db_password",
                    "before": "hmac:295e3438b139f7ef",
                    "after": "hmac:ebdb5de101cfbaaa"
                  },
                  {
                    "path": "/Arguments/HyperParameters/eta",
                    "before": "0.1",
                    "after": "0.2"
                  },
                  {
                    "path": "/Arguments/HyperParameters/gone",
                    "before": 1
                  }
                ]
              }
            }\
            """
                .formatted(KEY.signature().hex()));
  }

  @ParameterizedTest
  @DisplayName("of any other miss has its reason and a sentence for people")
  @MethodSource
  void of_any_other_miss(MissReason reason, String code, String message) {
    assertThat(DOCUMENTS.of(decision(new Outcome.Miss(reason))).compact())
        .isEqualTo(
            "{\"decidedAt\":\"2026-03-31T12:00:00.000Z\",\"expireAfter\":\"P30DT5H\","
                + "\"message\":\"%s\",\"outcome\":\"MISS\",\"pipeline\":\"the pipeline\","
                    .formatted(message)
                + "\"reason\":\"%s\",\"signature\":\"%s\",\"step\":\"train\",\"type\":\"Training\"}"
                    .formatted(code, KEY.signature().hex()));
  }

  static Stream<Arguments> of_any_other_miss() {
    return Stream.of(
        arguments(
            new MissReason.RefreshRequested(), "REFRESH_REQUESTED", "a refresh was asked for"),
        arguments(
            new MissReason.OutputsMissing(RUN, "its output s3://b/m is gone", 1, true),
            "OUTPUTS_MISSING",
            "run run-1 would do, but its output s3://b/m is gone"),
        arguments(
            new MissReason.OutputsMissing(RUN, "its output s3://b/m is gone", 100, false),
            "OUTPUTS_MISSING",
            "run run-1 would do, but its output s3://b/m is gone; no further run was looked at"
                + " after 100"),
        arguments(
            new MissReason.InProgress(RUN.started()),
            "IN_PROGRESS",
            "run run-1 with the same attributes is still in progress"),
        arguments(
            new MissReason.Retracted(RUN, "bad data"),
            "RETRACTED",
            "run run-1 was retracted: bad data"),
        arguments(
            new MissReason.NotSucceeded(RUN.started().fail(NOON, "no luck")),
            "NOT_SUCCEEDED",
            "run run-1 with the same attributes did not succeed"),
        arguments(
            new MissReason.NoPreviousRun(),
            "NO_PREVIOUS_RUN",
            "this step has never succeeded in this pipeline"));
  }

  @Test
  @DisplayName("of an expired run says by how much, in seconds and milliseconds")
  void of_an_expired_run() {
    MissReason expired = new MissReason.Expired(RUN, Duration.ofMillis(90_061_005));
    assertThat(DOCUMENTS.of(decision(new Outcome.Miss(expired))).value().members())
        .containsEntry("reason", object("r", "EXPIRED").members().get("r"))
        .containsEntry("expiredBy", object("d", "PT90061.005S").members().get("d"))
        .containsEntry("message", object("m", "run run-1 expired 1 d 1 h ago").members().get("m"));
  }

  @ParameterizedTest
  @DisplayName("of a bypass has its reason, and the signature of every cacheable type")
  @MethodSource
  void of_a_bypass(BypassReason reason, String message) {
    assertThat(DOCUMENTS.of(decision(new Outcome.Bypass(reason))).compact())
        .isEqualTo(
            "{\"decidedAt\":\"2026-03-31T12:00:00.000Z\",\"expireAfter\":\"P30DT5H\","
                + "\"message\":\"%s\",\"outcome\":\"BYPASS\",\"pipeline\":\"the pipeline\","
                    .formatted(message)
                + "\"reason\":\"%s\",\"signature\":\"%s\",\"step\":\"train\",\"type\":\"Training\"}"
                    .formatted(reason.name(), KEY.signature().hex()));
  }

  static Stream<Arguments> of_a_bypass() {
    return Stream.of(
        arguments(BypassReason.CACHING_DISABLED, "caching is not enabled for this step"),
        arguments(BypassReason.STEP_TYPE_NOT_CACHEABLE, "steps of type Training always run"),
        arguments(
            BypassReason.HISTORY_UNAVAILABLE,
            "the run history cannot be reached, so the step runs"));
  }

  @Test
  @DisplayName("leaves out what does not apply")
  void leaves_out_what_does_not_apply() {
    Step lambda =
        new Step(new StepName("L"), StepType.LAMBDA, object(), new CacheConfig.Disabled());
    assertThat(
            DOCUMENTS
                .of(
                    new CacheDecision(
                        new PipelineName("p"),
                        lambda,
                        Optional.empty(),
                        NOON.plusNanos(999_999),
                        new Outcome.Bypass(BypassReason.STEP_TYPE_NOT_CACHEABLE)))
                .compact())
        .isEqualTo(
            "{\"decidedAt\":\"2026-03-31T12:00:00.000Z\",\"message\":\"steps of type Lambda always"
                + " run\",\"outcome\":\"BYPASS\",\"pipeline\":\"p\","
                + "\"reason\":\"STEP_TYPE_NOT_CACHEABLE\",\"step\":\"L\",\"type\":\"Lambda\"}");
  }

  @Test
  @DisplayName("of a step that cannot be planned names those it depends on")
  void of_an_unknown_step() {
    assertThat(
            DOCUMENTS
                .unknown(
                    new PipelineName("p"),
                    new StepName("C"),
                    StepType.TRAINING,
                    new TreeSet<>(List.of(new StepName("B"), new StepName("A"))))
                .compact())
        .isEqualTo(
            "{\"dependsOn\":[\"A\",\"B\"],\"message\":\"known once A, B has run\","
                + "\"outcome\":\"UNKNOWN\",\"pipeline\":\"p\",\"step\":\"C\",\"type\":\"Training\"}");
  }

  private static CacheDecision decision(Outcome outcome) {
    Step step =
        new Step(
            new StepName("train"),
            StepType.TRAINING,
            object(),
            new CacheConfig.Enabled(ExpireAfter.parse("30dT5h").get()));
    return new CacheDecision(
        new PipelineName("the pipeline"), step, Optional.of(KEY.signature()), NOON, outcome);
  }
}

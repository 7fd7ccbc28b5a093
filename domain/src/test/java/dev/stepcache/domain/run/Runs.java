package dev.stepcache.domain.run;

import static dev.stepcache.domain.attribute.Values.object;

import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Runs of one training step, each a minute long unless said otherwise. */
public final class Runs {
  public static final Instant NOON = Instant.parse("2026-03-31T12:00:00Z");
  public static final Duration MINUTE = Duration.ofMinutes(1);
  public static final StepScope SCOPE =
      new StepScope(new PipelineId("p"), new StepName("train"), StepType.TRAINING, RunKind.REAL);
  public static final KeyDocument KEY = keyWith("eta", "0.1");
  public static final StepOutputs OUTPUTS = StepOutputs.of(object("ModelArtifacts", "s3://b/m"));

  private Runs() {}

  /** A key document that has these hyperparameters, names and values in turn. */
  public static KeyDocument keyWith(Object... hyperParameters) {
    return KeyDocument.of(
        StepType.TRAINING,
        object("Arguments", object("HyperParameters", object(hyperParameters))),
        Map.of());
  }

  public static Executing started(String id, KeyDocument key, Instant at) {
    return new Executing(new StepRunId(id), SCOPE, key, Optional.of(new ExecutionId("e")), at);
  }

  public static Succeeded succeeded(String id, KeyDocument key, Instant at) {
    return started(id, key, at.minus(MINUTE)).succeed(at, OUTPUTS);
  }
}

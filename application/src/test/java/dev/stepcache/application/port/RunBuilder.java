package dev.stepcache.application.port;

import static dev.stepcache.application.port.HistoryUnderTest.NOON;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.domain.run.StepRun.Failed;
import dev.stepcache.domain.run.StepRun.Stopped;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs for tests: started ten minutes before noon, or before their end, unless told otherwise. */
public final class RunBuilder {
  public static final KeyDocument KEY = keyOf("0.1");
  public static final StepOutputs OUTPUTS =
      StepOutputs.of(
          AttributeValue.object(Map.of("TrainingJobStatus", AttributeValue.text("Completed"))));

  private static final Duration USUAL_LENGTH = Duration.ofMinutes(10);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final StepScope scope;
  private final StepRunId id;
  private final KeyDocument key;
  private final Optional<ExecutionId> execution;
  private final Optional<Instant> startedAt;

  private RunBuilder(
      StepScope scope,
      StepRunId id,
      KeyDocument key,
      Optional<ExecutionId> execution,
      Optional<Instant> startedAt) {
    this.scope = scope;
    this.id = id;
    this.key = key;
    this.execution = execution;
    this.startedAt = startedAt;
  }

  /** A run with an id greater than those of all before it. */
  public static RunBuilder aRun(StepScope scope) {
    StepRunId id = new StepRunId("run-%08d".formatted(COUNT.incrementAndGet()));
    return new RunBuilder(scope, id, KEY, Optional.empty(), Optional.empty());
  }

  /** The key document of a training with one hyperparameter. */
  public static KeyDocument keyOf(String eta) {
    return KeyDocument.of(
        StepType.TRAINING,
        AttributeValue.object(
            Map.of(
                "Arguments",
                AttributeValue.object(
                    Map.of(
                        "HyperParameters",
                        AttributeValue.object(Map.of("eta", AttributeValue.text(eta))))))),
        Map.of());
  }

  public RunBuilder id(String text) {
    return new RunBuilder(scope, new StepRunId(text), key, execution, startedAt);
  }

  public RunBuilder key(KeyDocument document) {
    return new RunBuilder(scope, id, document, execution, startedAt);
  }

  public RunBuilder in(StepScope other) {
    return new RunBuilder(other, id, key, execution, startedAt);
  }

  public RunBuilder step(String name) {
    return in(new StepScope(scope.pipeline(), new StepName(name), scope.type(), scope.kind()));
  }

  public RunBuilder type(StepType type) {
    return in(new StepScope(scope.pipeline(), scope.step(), type, scope.kind()));
  }

  public RunBuilder simulated() {
    return in(new StepScope(scope.pipeline(), scope.step(), scope.type(), RunKind.SIMULATED));
  }

  public RunBuilder of(ExecutionId part) {
    return new RunBuilder(scope, id, key, Optional.of(part), startedAt);
  }

  public RunBuilder startedAt(Instant at) {
    return new RunBuilder(scope, id, key, execution, Optional.of(at));
  }

  public Executing executing() {
    return startedBefore(NOON);
  }

  public Succeeded succeededAt(Instant at) {
    return succeededAt(at, OUTPUTS);
  }

  public Succeeded succeededAt(Instant at, StepOutputs outputs) {
    return startedBefore(at).succeed(at, outputs);
  }

  public Failed failedAt(Instant at) {
    return startedBefore(at).fail(at, "exit code 1");
  }

  public Stopped stoppedAt(Instant at) {
    return startedBefore(at).stop(at, "stopped by a user");
  }

  private Executing startedBefore(Instant end) {
    return new StepRun.Executing(
        id, scope, key, execution, startedAt.orElse(end.minus(USUAL_LENGTH)));
  }
}

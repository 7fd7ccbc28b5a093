package dev.stepcache.application.json;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory.Consumer;
import dev.stepcache.application.port.RunHistory.DayOfDecisions;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.Savings;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What a history knows, as it is shown to users: one shape wherever that is (SPEC 7). */
public final class HistoryDocuments {
  private HistoryDocuments() {}

  public static JsonObject run(RecordedRun recorded) {
    StepRun run = recorded.run();
    return new JsonObject()
        .put("run", run.id().text())
        .put("pipeline", recorded.pipeline().text())
        .put("step", run.scope().step().text())
        .put("type", run.scope().type().name())
        .put("status", RunStatus.of(run).spelling())
        .put("signature", run.key().signature().hex())
        .putText("execution", run.execution().map(ExecutionId::text))
        .put("startedAt", run.startedAt())
        .putInstant("completedAt", completedAt(run))
        .put("simulated", run.scope().kind() == RunKind.SIMULATED);
  }

  /** When a run ended, if it has. */
  public static Optional<Instant> completedAt(StepRun run) {
    return run instanceof StepRun.Ended ended ? Optional.of(ended.completedAt()) : Optional.empty();
  }

  public static JsonObject execution(Execution execution, PipelineName pipeline) {
    return new JsonObject()
        .put("execution", execution.id().text())
        .put("pipeline", pipeline.text())
        .put("status", execution.status().spelling())
        .put("startedAt", execution.startedAt())
        .putInstant("completedAt", execution.completedAt());
  }

  /** Why the steps of an execution were reused or run. */
  public static JsonObject explanation(
      PipelineName pipeline, ExecutionId execution, List<ExecutedStep> steps) {
    return new JsonObject()
        .put("pipeline", pipeline.text())
        .put("execution", execution.text())
        .put(
            "steps",
            steps.stream()
                .map(step ->
                    new JsonObject()
                        .put("name", step.name().text())
                        .put("type", step.type().name())
                        .put("decision", decision(step).orElse(ObjectValue.EMPTY)))
                .toList());
  }

  /** The decision document that is kept with a step, secrets hidden, without outputs. */
  public static Optional<ObjectValue> decision(ExecutedStep step) {
    return step.decision().map(JsonReader::readOwn).flatMap(AttributeValue::asObject);
  }

  /** A step of an execution, as far as it has come. */
  public static JsonObject step(ExecutedStep step) {
    JsonObject document =
        new JsonObject()
            .put("name", step.name().text())
            .put("type", step.type().name())
            .put("status", step.status().spelling())
            .putValue("decision", decision(step))
            .putText("run", step.run().map(StepRunId::text))
            .putText("source", step.source().map(StepRunId::text))
            .putText("takenFrom", step.takenFrom().map(ExecutionId::text));
    if (step.attempts() > 1) {
      document.put("attempts", step.attempts());
    }
    return document
        .put("startedAt", step.startedAt())
        .putInstant("completedAt", step.completedAt())
        .putText("failureReason", step.failureReason());
  }

  /** The time that reuse has saved, step by step and in all. */
  public static JsonObject savings(List<Savings> steps) {
    return new JsonObject()
        .put("steps", steps.stream().map(HistoryDocuments::savings).toList())
        .put("hits", sum(steps, Savings::hits))
        .put("savedMillis", total(steps, Savings::saved).toMillis())
        .put("runs", sum(steps, Savings::runs))
        .put("spentMillis", total(steps, Savings::spent).toMillis());
  }

  private static JsonObject savings(Savings step) {
    return new JsonObject()
        .put("pipeline", step.pipeline().text())
        .put("step", step.step().text())
        .put("type", step.type().name())
        .put("hits", step.hits())
        .put("savedMillis", step.saved().toMillis())
        .put("runs", step.runs())
        .put("spentMillis", step.spent().toMillis());
  }

  public static long sum(List<Savings> steps, ToLongFunction<Savings> of) {
    return steps.stream().mapToLong(of).sum();
  }

  public static Duration total(List<Savings> steps, Function<Savings, Duration> of) {
    return steps.stream().map(of).reduce(Duration.ZERO, Duration::plus);
  }

  public static JsonObject day(DayOfDecisions day) {
    return new JsonObject()
        .put("day", day.day().toString())
        .put("hits", day.hits())
        .put("savedMillis", day.saved().toMillis())
        .put("runs", day.runs());
  }

  public static JsonObject callback(StepCallback callback) {
    return new JsonObject()
        .put("token", callback.token())
        .put("execution", callback.execution().text())
        .put("step", callback.step().text())
        .put("askedAt", callback.askedAt());
  }

  /** A run that will never be reused again, with the steps that had reused it. */
  public static JsonObject retraction(StepRunId run, List<Consumer> consumers) {
    return new JsonObject()
        .put("run", run.text())
        .put(
            "consumers",
            consumers.stream()
                .map(consumer ->
                    new JsonObject()
                        .put("execution", consumer.execution().text())
                        .put("step", consumer.step().text())
                        .put("decidedAt", consumer.decidedAt()))
                .toList());
  }

  /** That no run started before an instant is reused, of a pipeline or one of its steps. */
  public static JsonObject refresh(PipelineName pipeline, Optional<StepName> step, Instant before) {
    return new JsonObject()
        .put("pipeline", pipeline.text())
        .putText("step", step.map(StepName::text))
        .put("before", before);
  }
}

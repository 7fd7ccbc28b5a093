package dev.stepcache.application.port;

import static dev.stepcache.application.port.HistoryUnderTest.MINUTE;
import static dev.stepcache.application.port.HistoryUnderTest.NOON;

import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Instant;
import java.util.Optional;

/** Executions and steps of them for tests. */
public final class Executions {
  private Executions() {}

  public static Execution begun(String id, Pipeline pipeline, Instant at) {
    return new Execution(
        new ExecutionId(id),
        pipeline.id(),
        RunKind.REAL,
        Execution.Status.EXECUTING,
        at,
        Optional.empty(),
        Optional.empty(),
        "{\"Version\": \"2020-12-01\", \"Steps\": []} é🦪",
        "{\"Eta\":0.1}",
        "{\"runner\":\"process\"}",
        0);
  }

  /** One that began a minute before its end. */
  public static Execution ended(String id, Pipeline pipeline, Instant at) {
    return begun(id, pipeline, at.minus(MINUTE))
        .ended(Execution.Status.SUCCEEDED, at, Optional.empty());
  }

  public static ExecutedStep executing(int position, String name, StepRunId run) {
    return new ExecutedStep(
        position,
        new StepName(name),
        StepType.TRAINING,
        ExecutedStep.Status.EXECUTING,
        Optional.of(run),
        Optional.empty(),
        Optional.empty(),
        Optional.of("{\"outcome\":\"MISS\"}"),
        Optional.empty(),
        1,
        0,
        NOON,
        Optional.empty(),
        Optional.empty());
  }

  public static ExecutedStep ended(ExecutedStep executing, ExecutedStep.Status status) {
    return new ExecutedStep(
        executing.position(),
        executing.name(),
        executing.type(),
        status,
        executing.run(),
        executing.source(),
        executing.takenFrom(),
        executing.decision(),
        Optional.of("{\"Job\":\"é\"}"),
        executing.attempts(),
        executing.round(),
        executing.startedAt(),
        Optional.of(NOON.plus(MINUTE)),
        Optional.of("a reason"));
  }

  public static ExecutedStep hit(int position, String name, StepRunId source) {
    return new ExecutedStep(
        position,
        new StepName(name),
        StepType.TRAINING,
        ExecutedStep.Status.SUCCEEDED,
        Optional.empty(),
        Optional.of(source),
        Optional.empty(),
        Optional.of("{\"outcome\":\"HIT\"}"),
        Optional.empty(),
        0,
        0,
        NOON,
        Optional.of(NOON),
        Optional.empty());
  }
}

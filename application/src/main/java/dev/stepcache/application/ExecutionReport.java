package dev.stepcache.application;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an execution went.
 *
 * @param earlier the steps whose results are of an earlier execution, or of an earlier round of
 *     this one (X8), in the definition's order
 * @param steps the steps that were decided, in the order of their start
 * @param notStarted the others, in the definition's order
 */
public record ExecutionReport(
    PipelineName pipeline,
    ExecutionId execution,
    Execution.Status status,
    Optional<String> failureReason,
    Instant startedAt,
    Instant completedAt,
    List<EarlierStep> earlier,
    List<StepReport> steps,
    List<StepName> notStarted) {

  public ExecutionReport {
    earlier = List.copyOf(earlier);
    steps = List.copyOf(steps);
    notStarted = List.copyOf(notStarted);
  }

  /** The time that the reused runs took when they did the work. */
  public Duration saved() {
    return steps.stream()
        .map(step -> step.decision().outcome())
        .filter(Outcome.Hit.class::isInstance)
        .map(hit -> ((Outcome.Hit) hit).source())
        .map(run -> Duration.between(run.startedAt(), run.completedAt()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * A step that had its result before.
   *
   * @param from the execution that it is from
   */
  public record EarlierStep(StepName name, StepType type, ExecutionId from) {}

  /**
   * How a step went.
   *
   * @param position its place, from 0, in the order in which the steps were decided
   * @param attempts how often it was tried by now
   * @param completedAt empty while it runs
   * @param outputs the job it hands on, once it has succeeded
   */
  public record StepReport(
      int position,
      CacheDecision decision,
      ExecutedStep.Status status,
      int attempts,
      Optional<Instant> completedAt,
      Optional<AttributeValue> outputs,
      Optional<String> failureReason) {

    StepReport ended(
        ExecutedStep.Status end,
        Instant at,
        Optional<AttributeValue> handedOn,
        Optional<String> reason) {
      return new StepReport(position, decision, end, attempts, Optional.of(at), handedOn, reason);
    }

    /** This step, tried once more. */
    StepReport tried() {
      return new StepReport(
          position, decision, status, attempts + 1, completedAt, outputs, failureReason);
    }

    /** This step, decided anew: what was decided before has had no consequence. */
    StepReport redecided(CacheDecision anew) {
      return new StepReport(position, anew, status, attempts, completedAt, outputs, failureReason);
    }

    public StepName name() {
      return decision.step().name();
    }

    public Instant startedAt() {
      return decision.decidedAt();
    }
  }
}

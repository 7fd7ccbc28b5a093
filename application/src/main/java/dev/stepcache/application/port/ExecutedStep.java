package dev.stepcache.application.port;

import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a step in an execution.
 *
 * @param position its place, from 0, in the order in which the steps were decided
 * @param run the run that it started; none on a hit, or where its type is not cacheable
 * @param source the run that it reused
 * @param takenFrom the execution whose result it took without a decision (X8)
 * @param decision the decision document (SPEC 6), as JSON, secrets hidden, without outputs; none of
 *     a step that was taken
 * @param outputs the job it handed on, as canonical JSON, where it is kept with no run
 * @param attempts how often it was tried, with retries by its RetryPolicies; 0 where nothing ran
 * @param round the execution's when the step was decided
 */
public record ExecutedStep(
    int position,
    StepName name,
    StepType type,
    Status status,
    Optional<StepRunId> run,
    Optional<StepRunId> source,
    Optional<ExecutionId> takenFrom,
    Optional<String> decision,
    Optional<String> outputs,
    int attempts,
    int round,
    Instant startedAt,
    Optional<Instant> completedAt,
    Optional<String> failureReason) {

  /** This step, ended from outside. */
  public ExecutedStep stopped(Instant at, String reason) {
    return new ExecutedStep(
        position,
        name,
        type,
        Status.STOPPED,
        run,
        source,
        takenFrom,
        decision,
        outputs,
        attempts,
        round,
        startedAt,
        Optional.of(at),
        Optional.of(reason));
  }

  /** This step with another decision document. */
  public ExecutedStep withDecision(String document) {
    return new ExecutedStep(
        position,
        name,
        type,
        status,
        run,
        source,
        takenFrom,
        Optional.of(document),
        outputs,
        attempts,
        round,
        startedAt,
        completedAt,
        failureReason);
  }

  /** This step with another reason of its failure. */
  public ExecutedStep withReason(String reason) {
    return new ExecutedStep(
        position,
        name,
        type,
        status,
        run,
        source,
        takenFrom,
        decision,
        outputs,
        attempts,
        round,
        startedAt,
        completedAt,
        Optional.of(reason));
  }

  /** How this step went, without what it had to do with runs; with what is left of its decision. */
  public ExecutedStep purged(Optional<String> decisionLeft) {
    return new ExecutedStep(
        position,
        name,
        type,
        status,
        Optional.empty(),
        Optional.empty(),
        takenFrom,
        decisionLeft,
        Optional.empty(),
        attempts,
        round,
        startedAt,
        completedAt,
        Optional.empty());
  }

  /** This step as one of another execution that took its result from one (X8). */
  public ExecutedStep takenInto(int newPosition, ExecutionId from) {
    return new ExecutedStep(
        newPosition,
        name,
        type,
        status,
        Optional.empty(),
        source.or(() -> run),
        Optional.of(from),
        Optional.empty(),
        outputs,
        0,
        0,
        startedAt,
        completedAt,
        Optional.empty());
  }

  /** The states of a step, spelled as SageMaker spells them. */
  public enum Status {
    EXECUTING("Executing"),
    STOPPED("Stopped"),
    FAILED("Failed"),
    SUCCEEDED("Succeeded");

    private final String spelling;

    Status(String spelling) {
      this.spelling = spelling;
    }

    public String spelling() {
      return spelling;
    }
  }
}

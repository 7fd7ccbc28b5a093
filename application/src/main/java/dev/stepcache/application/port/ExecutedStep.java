package dev.stepcache.application.port;

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
 * @param decision the decision document (SPEC 6), as JSON, secrets hidden, without outputs
 * @param outputs the job it handed on, as canonical JSON, where it is kept with no run
 */
public record ExecutedStep(
    int position,
    StepName name,
    StepType type,
    Status status,
    Optional<StepRunId> run,
    Optional<StepRunId> source,
    String decision,
    Optional<String> outputs,
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
        decision,
        outputs,
        startedAt,
        Optional.of(at),
        Optional.of(reason));
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

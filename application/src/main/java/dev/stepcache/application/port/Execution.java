package dev.stepcache.application.port;

import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import java.time.Instant;
import java.util.Optional;

/**
 * One start of a pipeline.
 *
 * @param definition the definition's text as it was started with
 * @param parameters the parameters' values, canonical JSON of an object
 * @param options how it was started beyond that, a JSON object of whoever started it, so that it
 *     can be retried alike
 * @param round how often it was retried (X8)
 * @param completedAt empty while it goes on
 */
public record Execution(
    ExecutionId id,
    PipelineId pipeline,
    RunKind kind,
    Status status,
    Instant startedAt,
    Optional<Instant> completedAt,
    Optional<String> failureReason,
    String definition,
    String parameters,
    String options,
    int round) {

  /** The states of an execution, spelled as SageMaker spells them. */
  public enum Status {
    EXECUTING("Executing"),
    STOPPING("Stopping"),
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

    public boolean isTerminal() {
      return this == STOPPED || this == FAILED || this == SUCCEEDED;
    }
  }

  /** The same execution in the pipeline that its own has joined. */
  public Execution in(PipelineId joined) {
    return new Execution(
        id,
        joined,
        kind,
        status,
        startedAt,
        completedAt,
        failureReason,
        definition,
        parameters,
        options,
        round);
  }

  /** This execution with other options. */
  public Execution amended(String newOptions) {
    return new Execution(
        id,
        pipeline,
        kind,
        status,
        startedAt,
        completedAt,
        failureReason,
        definition,
        parameters,
        newOptions,
        round);
  }

  /** This execution with another reason of its failure. */
  public Execution withReason(String reason) {
    return as(status, completedAt, Optional.of(reason), round);
  }

  /** This execution with its end. */
  public Execution ended(Status end, Instant at, Optional<String> reason) {
    return as(end, Optional.of(at), reason, round);
  }

  /** This execution, asked to stop. */
  public Execution stopping() {
    return as(Status.STOPPING, completedAt, failureReason, round);
  }

  /** This execution, going on once more. */
  public Execution retried() {
    return as(Status.EXECUTING, Optional.empty(), Optional.empty(), round + 1);
  }

  private Execution as(
      Status other, Optional<Instant> completed, Optional<String> reason, int newRound) {
    return new Execution(
        id,
        pipeline,
        kind,
        other,
        startedAt,
        completed,
        reason,
        definition,
        parameters,
        options,
        newRound);
  }
}

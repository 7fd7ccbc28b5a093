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
    String parameters) {

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
        id, joined, kind, status, startedAt, completedAt, failureReason, definition, parameters);
  }

  /** This execution with its end. */
  public Execution ended(Status end, Instant at, Optional<String> reason) {
    return new Execution(
        id, pipeline, kind, end, startedAt, Optional.of(at), reason, definition, parameters);
  }
}

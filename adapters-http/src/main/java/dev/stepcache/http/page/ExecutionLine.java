package dev.stepcache.http.page;

import dev.stepcache.application.port.Execution;
import dev.stepcache.application.service.ExecutionCard;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.PipelineName;
import java.time.Instant;
import java.util.Optional;

/** An execution, as lists show it. */
record ExecutionLine(
    PipelineName pipeline,
    ExecutionId id,
    Optional<String> displayName,
    Execution.Status status,
    RunKind kind,
    Instant startedAt,
    Optional<Instant> completedAt) {

  static ExecutionLine of(PipelineName pipeline, Execution execution) {
    return new ExecutionLine(
        pipeline,
        execution.id(),
        ExecutionCard.of(execution).displayName(),
        execution.status(),
        execution.kind(),
        execution.startedAt(),
        execution.completedAt());
  }

  boolean goesOn() {
    return !status.isTerminal();
  }
}

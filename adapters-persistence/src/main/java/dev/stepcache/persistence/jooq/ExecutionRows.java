package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import dev.stepcache.persistence.schema.tables.records.ExecutionRecord;
import dev.stepcache.persistence.schema.tables.records.ExecutionStepRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** Executions and their steps as rows and back. */
final class ExecutionRows {
  private static final String NO_DECISION = "";

  private final String history;

  ExecutionRows(String history) {
    this.history = history;
  }

  String history() {
    return history;
  }

  /** Without the definition itself. */
  ExecutionRecord row(Execution execution) {
    ExecutionRecord row = new ExecutionRecord();
    row.setId(execution.id().text());
    row.setPipelineId(execution.pipeline().text());
    row.setKind(execution.kind().name());
    row.setStartedAt(Millis.of(execution.startedAt()));
    row.setDefinition(Definitions.ELSEWHERE);
    row.setDefinitionDigest(Definitions.digest(execution.definition()));
    row.setParameters(execution.parameters());
    row.setOptions(execution.options());
    row.setRound(execution.round());
    setState(row, execution);
    return row;
  }

  /** What is known of an execution beyond its begin; one that has ended has no owner. */
  ExecutionRecord stateOf(Execution execution) {
    ExecutionRecord row = new ExecutionRecord();
    setState(row, execution);
    if (execution.status().isTerminal()) {
      row.setOwner(null);
      row.setLeaseUntil(null);
    }
    return row;
  }

  private static void setState(ExecutionRecord row, Execution execution) {
    row.setStatus(execution.status().spelling());
    row.setCompletedAt(Millis.of(execution.completedAt()));
    row.setReason(execution.failureReason().orElse(null));
  }

  static Execution.Status status(String spelling) {
    return Arrays.stream(Execution.Status.values())
        .filter(status -> status.spelling().equals(spelling))
        .findFirst()
        .orElseThrow(() -> noStatus(spelling));
  }

  Execution execution(ExecutionRecord row) {
    return reading(
        row.getId(),
        () ->
            new Execution(
                new ExecutionId(row.getId()),
                new PipelineId(row.getPipelineId()),
                RunKind.valueOf(row.getKind()),
                status(row.getStatus()),
                Instant.ofEpochMilli(row.getStartedAt()),
                Millis.instant(row.getCompletedAt()),
                Optional.ofNullable(row.getReason()),
                row.getDefinition(),
                row.getParameters(),
                Optional.ofNullable(row.getOptions()).orElse("{}"),
                row.getRound()));
  }

  ExecutionStepRecord row(ExecutionId execution, ExecutedStep step) {
    ExecutionStepRecord row = new ExecutionStepRecord();
    row.setExecutionId(execution.text());
    row.setStepName(step.name().text());
    row.setOrdinal(step.position());
    row.setStepType(step.type().name());
    row.setStatus(step.status().spelling());
    row.setRunId(step.run().map(StepRunId::text).orElse(null));
    row.setSourceRunId(step.source().map(StepRunId::text).orElse(null));
    row.setTakenFrom(step.takenFrom().map(ExecutionId::text).orElse(null));
    row.setDecision(step.decision().orElse(NO_DECISION));
    row.setOutputs(step.outputs().orElse(null));
    row.setAttempts(step.attempts());
    row.setRound(step.round());
    row.setStartedAt(Millis.of(step.startedAt()));
    row.setCompletedAt(Millis.of(step.completedAt()));
    row.setReason(step.failureReason().orElse(null));
    return row;
  }

  ExecutedStep step(ExecutionStepRecord row) {
    return reading(
        row.getExecutionId(),
        () ->
            new ExecutedStep(
                row.getOrdinal(),
                new StepName(row.getStepName()),
                new StepType(row.getStepType()),
                Arrays.stream(ExecutedStep.Status.values())
                    .filter(status -> status.spelling().equals(row.getStatus()))
                    .findFirst()
                    .orElseThrow(() -> noStatus(row.getStatus())),
                Optional.ofNullable(row.getRunId()).map(StepRunId::new),
                Optional.ofNullable(row.getSourceRunId()).map(StepRunId::new),
                Optional.ofNullable(row.getTakenFrom()).map(ExecutionId::new),
                Optional.of(row.getDecision()).filter(text -> !text.equals(NO_DECISION)),
                Optional.ofNullable(row.getOutputs()),
                row.getAttempts(),
                row.getRound(),
                Instant.ofEpochMilli(row.getStartedAt()),
                Millis.instant(row.getCompletedAt()),
                Optional.ofNullable(row.getReason())));
  }

  private static IllegalArgumentException noStatus(String status) {
    return new IllegalArgumentException("no status: " + status);
  }

  private <T> T reading(String execution, Supplier<T> row) {
    return Damage.reading(history, "execution " + execution, row);
  }
}

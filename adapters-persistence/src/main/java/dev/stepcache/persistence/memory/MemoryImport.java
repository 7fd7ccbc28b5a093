package dev.stepcache.persistence.memory;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.HistoryRecord.OfExecution;
import dev.stepcache.application.port.HistoryRecord.OfPipeline;
import dev.stepcache.application.port.HistoryRecord.OfRefresh;
import dev.stepcache.application.port.HistoryRecord.OfRun;
import dev.stepcache.application.port.HistoryRecord.OfStep;
import dev.stepcache.application.port.RunHistory.Imported;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRun;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What another history exported, joining facts of which nobody else knows yet. */
final class MemoryImport {
  private final Facts facts;

  /** The pipelines here, by their ids there. */
  private final Map<PipelineId, PipelineId> pipelinesHere = new HashMap<>();

  private final Set<ExecutionId> named = new HashSet<>();
  private long pipelines;
  private long executions;
  private long runs;

  MemoryImport(Facts facts) {
    this.facts = facts;
  }

  Facts facts() {
    return facts;
  }

  Imported all(Stream<HistoryRecord> records) {
    records.forEachOrdered(this::keep);
    return new Imported(pipelines, executions, runs);
  }

  private void keep(HistoryRecord fact) {
    switch (fact) {
      case OfPipeline(Pipeline pipeline) -> pipelinesHere.put(pipeline.id(), here(pipeline));
      case OfRefresh refresh ->
          facts.refresh(here(refresh.pipeline()), refresh.step(), refresh.before());
      case OfRun run -> keep(run);
      case OfExecution(Execution execution) -> keep(execution);
      case OfStep step -> keep(step);
    }
  }

  private PipelineId here(Pipeline pipeline) {
    if (facts.pipelines.containsKey(pipeline.id())) {
      return pipeline.id();
    }
    Optional<Pipeline> living =
        pipeline.deletedAt().isEmpty() ? facts.living(pipeline.name()) : Optional.empty();
    return living
        .map(Pipeline::id)
        .orElseGet(() -> {
          facts.pipelines.put(pipeline.id(), pipeline);
          pipelines++;
          return pipeline.id();
        });
  }

  private PipelineId here(PipelineId there) {
    return Optional.ofNullable(pipelinesHere.get(there))
        .orElseThrow(() -> unnamed("pipeline " + there));
  }

  private static IllegalArgumentException unnamed(String what) {
    return new IllegalArgumentException(
        "a record of %s, which no record before it names".formatted(what));
  }

  private void keep(OfRun fact) {
    StepRun run = fact.run().in(here(fact.run().scope().pipeline()));
    boolean isNew =
        facts.runs.add(run) || (run instanceof StepRun.Ended ended && facts.complete(ended));
    runs += isNew ? 1 : 0;
    fact.retraction().ifPresent(retraction -> facts.retractions.putIfAbsent(run.id(), retraction));
  }

  private void keep(Execution there) {
    Execution execution = there.in(here(there.pipeline()));
    named.add(execution.id());
    boolean isNew =
        facts.executions.putIfAbsent(execution.id(), execution) == null
            || (execution.status().isTerminal()
                && (facts.end(execution) || isLaterRound(execution)));
    executions += isNew ? 1 : 0;
  }

  private static ExecutedStep later(ExecutedStep kept, ExecutedStep imported) {
    boolean isNews =
        imported.status() != ExecutedStep.Status.EXECUTING && kept.round() < imported.round();
    return kept.status() == ExecutedStep.Status.EXECUTING || isNews ? imported : kept;
  }

  /** Puts a later round in place of an earlier one; answers whether it is one. */
  private boolean isLaterRound(Execution execution) {
    boolean isLater =
        facts
            .findExecution(execution.id())
            .filter(kept -> kept.round() < execution.round())
            .isPresent();
    if (isLater) {
      facts.executions.put(execution.id(), execution);
      facts.executionLeases.remove(execution.id());
    }
    return isLater;
  }

  private void keep(OfStep fact) {
    if (!named.contains(fact.execution())) {
      throw unnamed("execution " + fact.execution());
    }
    facts
        .steps
        .computeIfAbsent(fact.execution(), id -> new HashMap<>())
        .merge(fact.step().name(), fact.step(), MemoryImport::later);
  }
}

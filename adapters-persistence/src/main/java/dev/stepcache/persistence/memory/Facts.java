package dev.stepcache.persistence.memory;

import static java.util.stream.Collectors.toSet;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.HistoryRecord.OfExecution;
import dev.stepcache.application.port.HistoryRecord.OfPipeline;
import dev.stepcache.application.port.HistoryRecord.OfRefresh;
import dev.stepcache.application.port.HistoryRecord.OfRun;
import dev.stepcache.application.port.HistoryRecord.OfStep;
import dev.stepcache.application.port.HistoryRecord.Retraction;
import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Pruned;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that a history in memory knows. */
final class Facts {
  final SortedMap<PipelineId, Pipeline> pipelines = new TreeMap<>();
  final Map<Refreshed, Instant> refreshes = new LinkedHashMap<>();
  final Runs runs = new Runs();
  final Map<StepRunId, Retraction> retractions = new HashMap<>();
  final SortedMap<ExecutionId, Execution> executions = new TreeMap<>();
  final Map<ExecutionId, Map<StepName, ExecutedStep>> steps = new HashMap<>();

  final SortedMap<String, StepCallback> callbacks = new TreeMap<>();

  /** Only of what is going on. */
  final Map<StepRunId, Lease> runLeases = new HashMap<>();

  final Map<ExecutionId, Lease> executionLeases = new HashMap<>();

  /** A step, or all steps, of a pipeline. */
  record Refreshed(PipelineId pipeline, Optional<StepName> step) {}

  Facts copy() {
    Facts copy = new Facts();
    copy.pipelines.putAll(pipelines);
    copy.refreshes.putAll(refreshes);
    runs.all().forEach(copy.runs::put);
    copy.retractions.putAll(retractions);
    copy.executions.putAll(executions);
    steps.forEach((execution, itsSteps) -> copy.steps.put(execution, new HashMap<>(itsSteps)));
    copy.callbacks.putAll(callbacks);
    copy.runLeases.putAll(runLeases);
    copy.executionLeases.putAll(executionLeases);
    return copy;
  }

  Optional<StepRun> findRun(StepRunId run) {
    return runs.find(run);
  }

  Optional<Retraction> findRetraction(StepRunId run) {
    return Optional.ofNullable(retractions.get(run));
  }

  Optional<Execution> findExecution(ExecutionId execution) {
    return Optional.ofNullable(executions.get(execution));
  }

  boolean isLiving(PipelineId pipeline) {
    return living(pipeline).isPresent();
  }

  Optional<Pipeline> living(PipelineId pipeline) {
    return Optional.ofNullable(pipelines.get(pipeline))
        .filter(found -> found.deletedAt().isEmpty());
  }

  Optional<Pipeline> living(PipelineName name) {
    return pipelines.values().stream()
        .filter(pipeline -> pipeline.deletedAt().isEmpty() && pipeline.name().equals(name))
        .findFirst();
  }

  void refresh(PipelineId pipeline, Optional<StepName> step, Instant before) {
    refreshes.merge(
        new Refreshed(pipeline, step),
        before,
        (earlier, later) -> earlier.isAfter(later) ? earlier : later);
  }

  /** Keeps the end of a run; answers whether it is one, and not an earlier one was kept. */
  boolean complete(StepRun.Ended run) {
    boolean hasEnded =
        findRun(run.id()).filter(kept -> !(kept instanceof StepRun.Executing)).isPresent();
    if (hasEnded) {
      return false;
    }
    runs.put(run);
    runLeases.remove(run.id());
    return true;
  }

  /** Keeps the end of a round of an execution unless one is kept; answers whether it did. */
  boolean end(Execution execution) {
    Execution kept = executions.get(execution.id());
    if (kept != null && (kept.status().isTerminal() || kept.round() != execution.round())) {
      return false;
    }
    executions.put(execution.id(), execution);
    if (execution.status().isTerminal()) {
      executionLeases.remove(execution.id());
    }
    return true;
  }

  void keep(ExecutionId execution, ExecutedStep step) {
    boolean isLate =
        findExecution(execution).filter(known -> known.round() > step.round()).isPresent();
    if (!isLate) {
      steps.computeIfAbsent(execution, id -> new HashMap<>()).put(step.name(), step);
    }
  }

  List<ExecutedStep> stepsOf(ExecutionId execution) {
    List<ExecutedStep> found = new ArrayList<>(steps.getOrDefault(execution, Map.of()).values());
    found.sort(Comparator.comparingInt(ExecutedStep::position).thenComparing(ExecutedStep::name));
    return List.copyOf(found);
  }

  Pruned prune(Instant before) {
    int executionsBefore = executions.size();
    int runsBefore = runs.all().size();
    executions.values().removeIf(execution -> isOver(execution, before));
    steps.keySet().retainAll(executions.keySet());
    executionLeases.keySet().retainAll(executions.keySet());
    callbacks.values().removeIf(callback -> !executions.containsKey(callback.execution()));
    Set<StepRunId> needed = runsOfKeptSteps();
    runs.removeIf(run -> !needed.contains(run.id()) && isOver(run, before));
    runs.removeIf(run -> !isLiving(run.scope().pipeline()));
    retractions.keySet().retainAll(runs.ids());
    runLeases.keySet().retainAll(runs.ids());
    pipelines.values().removeIf(pipeline -> pipeline.deletedAt().isPresent());
    refreshes.keySet().removeIf(refreshed -> !isLiving(refreshed.pipeline()));
    return new Pruned(executionsBefore - executions.size(), runsBefore - runs.all().size());
  }

  private boolean isOver(Execution execution, Instant before) {
    return !isLiving(execution.pipeline())
        || (execution.status().isTerminal()
            && execution.completedAt().filter(end -> end.isBefore(before)).isPresent());
  }

  private static boolean isOver(StepRun run, Instant before) {
    return run instanceof StepRun.Ended ended && ended.completedAt().isBefore(before);
  }

  private Set<StepRunId> runsOfKeptSteps() {
    return steps.values().stream()
        .flatMap(itsSteps -> itsSteps.values().stream())
        .flatMap(step -> Stream.concat(step.source().stream(), step.run().stream()))
        .collect(toSet());
  }

  List<HistoryRecord> export() {
    List<HistoryRecord> records = new ArrayList<>();
    pipelines.values().forEach(pipeline -> records.add(new OfPipeline(pipeline)));
    refreshes.forEach((refreshed, before) ->
        records.add(new OfRefresh(refreshed.pipeline(), refreshed.step(), before)));
    runs.all().forEach(run -> records.add(new OfRun(run, findRetraction(run.id()))));
    for (Execution execution : executions.values()) {
      records.add(new OfExecution(execution));
      stepsOf(execution.id()).forEach(step -> records.add(new OfStep(execution.id(), step)));
    }
    return List.copyOf(records);
  }
}

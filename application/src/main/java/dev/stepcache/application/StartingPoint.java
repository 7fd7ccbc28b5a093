package dev.stepcache.application;

import dev.stepcache.application.EarlierResults.Result;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.pipeline.ExecutionFacts.StepResult;
import dev.stepcache.domain.pipeline.StepGraph;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an execution begins with: the steps that it is to run, and the results that are there.
 *
 * @param toRun the steps to decide
 * @param results what other steps have come to
 * @param earlier the steps among these that have a result, with the execution that it is from
 * @param firstPosition the place of the step that is decided first
 */
record StartingPoint(
    Set<StepName> toRun,
    Map<StepName, StepResult> results,
    Map<StepName, Taken> earlier,
    int firstPosition) {

  /** A result and the execution that it is from. */
  record Taken(Result result, ExecutionId from) {}

  StartingPoint {
    toRun = Set.copyOf(toRun);
    results = Map.copyOf(results);
    earlier = Map.copyOf(earlier);
  }

  /** All steps are to run. */
  static StartingPoint ofAll(StepGraph graph) {
    return new StartingPoint(graph.nodes().keySet(), Map.of(), Map.of(), 0);
  }

  /** These steps are to run, with what an earlier execution has of those they read (X8). */
  static StartingPoint of(Set<StepName> selected, Set<StepName> taken, EarlierResults source) {
    Map<StepName, StepResult> results = new LinkedHashMap<>();
    Map<StepName, Taken> earlier = new LinkedHashMap<>();
    for (StepName name : taken) {
      source
          .of(name)
          .ifPresent(result -> {
            results.put(name, new StepResult.Known(result.job()));
            earlier.put(name, new Taken(result, source.execution()));
          });
    }
    return new StartingPoint(selected, results, earlier, earlier.size());
  }

  /** This start, but what has succeeded in earlier rounds of the execution stays so (X8). */
  StartingPoint after(EarlierResults rounds, StepGraph graph) {
    Set<StepName> left = new HashSet<>(toRun);
    Map<StepName, StepResult> known = new LinkedHashMap<>(results);
    Map<StepName, Taken> kept = new LinkedHashMap<>(earlier);
    int position = firstPosition;
    for (Map.Entry<StepName, Result> entry : rounds.steps().entrySet()) {
      Result result = entry.getValue();
      position = Math.max(position, result.step().position() + 1);
      if (left.remove(entry.getKey())) {
        known.put(entry.getKey(), new StepResult.Known(result.job()));
        kept.put(entry.getKey(), new Taken(result, rounds.execution()));
        result
            .outcome()
            .ifPresent(holds ->
                branch(graph.node(entry.getKey()).step(), !holds)
                    .forEach(untaken -> {
                      left.remove(untaken);
                      known.put(untaken, new StepResult.Untaken());
                    }));
      }
    }
    return new StartingPoint(left, known, kept, position);
  }

  /** The steps of one side of a Condition, nested ones included. */
  static List<StepName> branch(DefinedStep condition, boolean side) {
    return (side ? condition.ifSteps() : condition.elseSteps())
        .stream().flatMap(DefinedStep::withNested).map(DefinedStep::name).toList();
  }
}

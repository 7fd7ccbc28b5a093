package dev.stepcache.cli.runner;

import static java.util.Collections.emptySortedMap;

import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs nothing, and says of every step that it is done (X3). */
final class SimulatedRunner implements StepRunner {
  @Override
  public RunKind kind() {
    return RunKind.SIMULATED;
  }

  @Override
  public Optional<String> refusal(StepName name, StepType type, ObjectValue content) {
    return Optional.empty();
  }

  @Override
  public SortedMap<String, String> program(Step step) {
    return emptySortedMap();
  }

  @Override
  public Result run(Job job) {
    return new Result.Done(ObjectValue.EMPTY, new TreeMap<>(), Set.of());
  }
}

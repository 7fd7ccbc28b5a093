package dev.stepcache.http.page;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.pipeline.StepGraph;
import dev.stepcache.domain.pipeline.StepGraph.Branch;
import dev.stepcache.domain.pipeline.StepGraph.Node;
import dev.stepcache.domain.step.StepName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The steps of an execution: those that were begun, and those that its definition has beside. */
final class StepsReading {
  private final Execution execution;
  private final StepGraph graph;
  private final Map<StepName, ExecutedStep> begun = new LinkedHashMap<>();
  private final Map<StepName, Boolean> untaken = new HashMap<>();

  StepsReading(Execution execution, List<ExecutedStep> steps) {
    this.execution = execution;
    this.graph =
        PipelineDefinition.read(JsonReader.readOwn(execution.definition()))
            .map(PipelineDefinition::graph)
            .getOrElse(new StepGraph(Map.of()));
    steps.forEach(step -> begun.put(step.name(), step));
  }

  /** All steps, each after those that it waits for. */
  List<StepLine> lines() {
    List<StepLine> lines = new ArrayList<>();
    for (StepName name : graph.inOrder()) {
      Node node = graph.node(name);
      ExecutedStep step = begun.get(name);
      lines.add(step == null ? other(node) : line(step, node.waitsFor()));
    }
    begun.values().stream()
        .filter(step -> !graph.nodes().containsKey(step.name()))
        .forEach(step -> lines.add(line(step, Set.of())));
    return lines;
  }

  static Optional<ObjectValue> decision(ExecutedStep step) {
    return step.decision().map(JsonReader::readOwn).flatMap(AttributeValue::asObject);
  }

  private static StepLine line(ExecutedStep step, Set<StepName> waitsFor) {
    Optional<ObjectValue> decision = decision(step);
    return new StepLine(
        step.name(),
        step.type(),
        Mark.of(step, decision),
        decision.flatMap(known -> known.textMember("reason")),
        decision.flatMap(known -> known.textMember("message")),
        step.failureReason(),
        Optional.of(step.startedAt()),
        step.completedAt().map(end -> Duration.between(step.startedAt(), end)),
        decision.flatMap(known -> known.objectMember("source")).flatMap(StepsReading::took),
        step.takenFrom(),
        waitsFor);
  }

  /** How long the run took that was reused; empty where that was purged. */
  private static Optional<Duration> took(ObjectValue source) {
    return source
        .textMember("startedAt")
        .flatMap(start ->
            source
                .textMember("completedAt")
                .map(end -> Duration.between(Instant.parse(start), Instant.parse(end))));
  }

  private StepLine other(Node node) {
    return new StepLine(
        node.step().name(),
        node.step().type(),
        Mark.ofOther(execution.status(), isUntaken(node)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        node.waitsFor());
  }

  /** Whether it stands in a branch that its Condition, or one around that, did not take. */
  private boolean isUntaken(Node node) {
    Boolean known = untaken.get(node.step().name());
    if (known == null) {
      known = node.branch().filter(this::isUntaken).isPresent();
      untaken.put(node.step().name(), known);
    }
    return known;
  }

  private boolean isUntaken(Branch branch) {
    Optional<String> outcome =
        Optional.ofNullable(begun.get(branch.condition()))
            .flatMap(ExecutedStep::outputs)
            .map(JsonReader::readOwn)
            .flatMap(AttributeValue::asObject)
            .flatMap(outputs -> outputs.textMember("Outcome"));
    return outcome.isPresent()
        ? Boolean.parseBoolean(outcome.get()) != branch.taken()
        : isUntaken(graph.node(branch.condition()));
  }
}

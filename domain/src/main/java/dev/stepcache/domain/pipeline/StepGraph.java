package dev.stepcache.domain.pipeline;

import static java.util.Collections.unmodifiableMap;

import dev.stepcache.domain.pipeline.Problem.Code;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which steps wait for which (X1).
 *
 * @param nodes every step of the definition, branches included, in the definition's order
 */
public record StepGraph(Map<StepName, Node> nodes) {

  /**
   * A step among the others.
   *
   * @param reads the steps whose results it reads: all must have one
   * @param waitsFor all steps it waits for: those it reads, those it names in DependsOn, the branch
   *     steps of a Condition named there, and the Condition it stands in
   * @param branch the branch it stands in; none of an outermost step
   */
  public record Node(
      DefinedStep step, Set<StepName> reads, Set<StepName> waitsFor, Optional<Branch> branch) {
    public Node {
      reads = Set.copyOf(reads);
      waitsFor = Set.copyOf(waitsFor);
    }
  }

  /**
   * One side of a Condition.
   *
   * @param taken the outcome of the Condition with which this side runs
   */
  public record Branch(StepName condition, boolean taken) {}

  public StepGraph {
    nodes = unmodifiableMap(new LinkedHashMap<>(nodes));
  }

  static StepGraph of(List<DefinedStep> steps) {
    Map<StepName, DefinedStep> conditions = new HashMap<>();
    steps.stream()
        .flatMap(DefinedStep::withNested)
        .filter(step -> step.type().equals(StepType.CONDITION))
        .forEach(step -> conditions.put(step.name(), step));
    Map<StepName, Node> nodes = new LinkedHashMap<>();
    add(steps, Optional.empty(), Set.of(), conditions, nodes);
    return new StepGraph(nodes);
  }

  private static void add(
      List<DefinedStep> steps,
      Optional<Branch> branch,
      Set<StepName> enclosing,
      Map<StepName, DefinedStep> conditions,
      Map<StepName, Node> nodes) {
    for (DefinedStep step : steps) {
      Set<StepName> reads = Set.copyOf(step.reads());
      Set<StepName> waitsFor = new HashSet<>(reads);
      branch.ifPresent(within -> waitsFor.add(within.condition()));
      for (StepName dependency : step.dependsOn()) {
        waitsFor.add(dependency);
        DefinedStep condition = conditions.get(dependency);
        // A step inside a Condition's branches cannot wait for the branches to end.
        if (condition != null && !enclosing.contains(dependency)) {
          condition.withNested().map(DefinedStep::name).forEach(waitsFor::add);
        }
      }
      boolean waitsForMore = waitsFor.size() > reads.size();
      nodes.put(step.name(), new Node(step, reads, waitsForMore ? waitsFor : reads, branch));
      Set<StepName> within = new HashSet<>(enclosing);
      within.add(step.name());
      add(step.ifSteps(), Optional.of(new Branch(step.name(), true)), within, conditions, nodes);
      add(step.elseSteps(), Optional.of(new Branch(step.name(), false)), within, conditions, nodes);
    }
  }

  public Node node(StepName name) {
    return Optional.ofNullable(nodes.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no step " + name));
  }

  /** Every step after all that it waits for. */
  public List<StepName> inOrder() {
    ReadySteps ready = new ReadySteps(this, step -> true);
    List<StepName> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      StepName next = ready.take();
      order.add(next);
      ready.settle(next);
    }
    return order;
  }

  /** The fault of a cycle, if there is one, with the steps that wait for each other. */
  Optional<Problem> cycle() {
    Set<StepName> stuck = new HashSet<>(nodes.keySet());
    inOrder().forEach(stuck::remove);
    if (stuck.isEmpty()) {
      return Optional.empty();
    }
    // Whoever is stuck waits for another that is: going on from one to the next closes a cycle.
    List<StepName> trail = new ArrayList<>();
    StepName at = nodes.keySet().stream().filter(stuck::contains).findFirst().orElseThrow();
    while (!trail.contains(at)) {
      trail.add(at);
      at = node(at).waitsFor().stream().filter(stuck::contains).sorted().findFirst().orElseThrow();
    }
    List<StepName> cycle = new ArrayList<>(trail.subList(trail.indexOf(at), trail.size()));
    cycle.add(at);
    return Optional.of(
        Problem.error(
            node(at).step().path(),
            Code.CYCLE,
            "steps wait for each other: "
                + String.join(" -> ", cycle.stream().map(StepName::text).toList())));
  }
}

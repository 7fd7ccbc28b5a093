package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.step.StepName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The steps of a definition that an execution is confined to (X8). They run; what they read of
 * others is taken from an earlier execution; the steps after them do not run.
 *
 * @param steps at least one, all of the graph
 */
public record StepSelection(StepGraph graph, Set<StepName> steps) {

  public StepSelection {
    steps = Set.copyOf(steps);
  }

  /**
   * Why these steps cannot be selected together, a sentence for each that is lacking: as in
   * SageMaker, every step on a path between two selected ones has to be selected as well.
   */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    Set<StepName> after = reachable(false);
    Set<StepName> before = reachable(true);
    for (StepName name : graph.nodes().keySet()) {
      if (!steps.contains(name) && after.contains(name) && before.contains(name)) {
        faults.add("Step %s lies between selected steps: select it too.".formatted(name));
      }
    }
    return faults;
  }

  /** The selected steps and all that they wait for, or all that wait for them, however far. */
  private Set<StepName> reachable(boolean upstream) {
    Set<StepName> reached = new HashSet<>(steps);
    List<StepName> order = new ArrayList<>(graph.inOrder());
    if (upstream) {
      // Against the order a step comes before all that it waits for.
      Collections.reverse(order);
      order.stream()
          .filter(reached::contains)
          .forEach(name -> reached.addAll(graph.node(name).waitsFor()));
    } else {
      for (StepName name : order) {
        if (graph.node(name).waitsFor().stream().anyMatch(reached::contains)) {
          reached.add(name);
        }
      }
    }
    return reached;
  }

  /** The steps that are not selected and whose results selected ones read. */
  public Set<StepName> taken() {
    Set<StepName> taken = new TreeSet<>();
    for (StepName name : steps) {
      taken.addAll(graph.node(name).reads());
      taken.addAll(conditionsOf(name));
    }
    taken.removeAll(steps);
    return taken;
  }

  /** The Conditions in whose branches a step stands. */
  private Set<StepName> conditionsOf(StepName step) {
    Set<StepName> conditions = new TreeSet<>();
    Optional<StepGraph.Branch> branch = graph.node(step).branch();
    while (branch.isPresent()) {
      conditions.add(branch.get().condition());
      branch = graph.node(branch.get().condition()).branch();
    }
    return conditions;
  }
}

package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.pipeline.StepGraph.Node;
import dev.stepcache.domain.step.StepName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which of the steps of a graph are ready: those that wait for no step that has yet to settle. For
 * one thread.
 */
public final class ReadySteps {
  private final Map<StepName, Waiting> waiting = new HashMap<>();
  private final Deque<StepName> ready = new ArrayDeque<>();

  private static final class Waiting {
    final StepName name;
    final List<Waiting> followers = new ArrayList<>();
    int open;

    Waiting(StepName name) {
      this.name = name;
    }
  }

  /**
   * Some steps of a graph; those that are ready first are in the order of the graph.
   *
   * @param counts which steps these are; of all others none is waited for
   */
  public ReadySteps(StepGraph graph, Predicate<StepName> counts) {
    for (StepName name : graph.nodes().keySet()) {
      if (counts.test(name)) {
        waiting.put(name, new Waiting(name));
      }
    }
    for (Map.Entry<StepName, Node> node : graph.nodes().entrySet()) {
      Waiting step = waiting.get(node.getKey());
      if (step != null) {
        await(step, node.getValue());
      }
    }
  }

  private void await(Waiting step, Node node) {
    for (StepName before : node.waitsFor()) {
      Waiting other = waiting.get(before);
      if (other != null) {
        other.followers.add(step);
        step.open++;
      }
    }
    if (step.open == 0) {
      ready.add(step.name);
    }
  }

  public boolean isEmpty() {
    return ready.isEmpty();
  }

  /** How many are ready. */
  public int size() {
    return ready.size();
  }

  /** The one that is ready longest; it is then no longer among these. */
  public StepName take() {
    return ready.remove();
  }

  /** Nobody has to wait for a step any more; to be said of each step once. */
  public void settle(StepName settled) {
    Waiting step = waiting.get(settled);
    if (step != null) {
      for (Waiting follower : step.followers) {
        if (--follower.open == 0) {
          ready.add(follower.name);
        }
      }
    }
  }
}

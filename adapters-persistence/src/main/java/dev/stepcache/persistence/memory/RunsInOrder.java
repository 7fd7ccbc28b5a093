package dev.stepcache.persistence.memory;

import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Some runs: those that succeeded, latest first, and those that did not, or not yet. */
final class RunsInOrder {
  private final NavigableSet<Succeeded> successes = new TreeSet<>(StepRun.LATEST_FIRST);
  private final Map<StepRunId, StepRun> others = new HashMap<>();

  Stream<Succeeded> successes() {
    return successes.stream();
  }

  /** The successes that come behind one. */
  Stream<Succeeded> successesAfter(Succeeded run) {
    return successes.tailSet(run, false).stream();
  }

  /** In no order. */
  Stream<StepRun> others() {
    return others.values().stream();
  }

  Stream<StepRun> all() {
    return Stream.concat(successes(), others());
  }

  void add(StepRun run) {
    if (run instanceof Succeeded success) {
      successes.add(success);
    } else {
      others.put(run.id(), run);
    }
  }

  /** Takes a run out; null when none is left. */
  @Nullable RunsInOrder without(StepRun run) {
    if (run instanceof Succeeded success) {
      successes.remove(success);
    } else {
      others.remove(run.id());
    }
    return successes.isEmpty() && others.isEmpty() ? null : this;
  }
}

package dev.stepcache.persistence.memory;

import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.signature.Signature;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Runs by their ids, by their scopes, and by their signatures within these. */
final class Runs {
  private final SortedMap<StepRunId, StepRun> byId = new TreeMap<>();
  private final Map<StepScope, RunsInOrder> byScope = new HashMap<>();
  private final Map<Signed, RunsInOrder> bySignature = new HashMap<>();

  private record Signed(StepScope scope, Signature signature) {
    static Signed of(StepRun run) {
      return new Signed(run.scope(), run.key().signature());
    }
  }

  /** In the order of their ids. */
  Collection<StepRun> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  Set<StepRunId> ids() {
    return Collections.unmodifiableSet(byId.keySet());
  }

  Optional<StepRun> find(StepRunId run) {
    return Optional.ofNullable(byId.get(run));
  }

  RunsInOrder of(StepScope scope) {
    return byScope.getOrDefault(scope, new RunsInOrder());
  }

  /** Those with a key document's signature. */
  RunsInOrder of(StepScope scope, KeyDocument key) {
    return bySignature.getOrDefault(new Signed(scope, key.signature()), new RunsInOrder());
  }

  /** Adds a run unless there is one of its id; answers whether it did. */
  boolean add(StepRun run) {
    boolean isNew = !byId.containsKey(run.id());
    if (isNew) {
      put(run);
    }
    return isNew;
  }

  /** Puts a run in the place of the one of its id, if there is one. */
  void put(StepRun run) {
    remove(run.id());
    byId.put(run.id(), run);
    byScope.computeIfAbsent(run.scope(), scope -> new RunsInOrder()).add(run);
    bySignature.computeIfAbsent(Signed.of(run), signed -> new RunsInOrder()).add(run);
  }

  void remove(StepRunId id) {
    StepRun run = byId.remove(id);
    if (run != null) {
      byScope.computeIfPresent(run.scope(), (scope, runs) -> runs.without(run));
      bySignature.computeIfPresent(Signed.of(run), (signed, runs) -> runs.without(run));
    }
  }

  void removeIf(Predicate<StepRun> unwanted) {
    List<StepRunId> ids = all().stream().filter(unwanted).map(StepRun::id).toList();
    ids.forEach(this::remove);
  }
}

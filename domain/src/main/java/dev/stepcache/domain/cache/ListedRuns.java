package dev.stepcache.domain.cache;

import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Ended;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.signature.KeyDocument;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A past that is a list of runs, all of one scope; none is retracted or refreshed. */
record ListedRuns(List<StepRun> runs) implements PastRuns {
  ListedRuns {
    runs = List.copyOf(runs);
    if (runs.stream().map(StepRun::scope).distinct().count() > 1) {
      throw new IllegalArgumentException("a past is of runs of one scope");
    }
  }

  @Override
  public Stream<Succeeded> reusable(KeyDocument key, Instant from, Instant to) {
    return successes(run -> hasKey(run, key) && !run.completedAt().isBefore(from), to);
  }

  @Override
  public Optional<Succeeded> refreshed(KeyDocument key, Instant from, Instant to) {
    return Optional.empty();
  }

  @Override
  public Optional<Succeeded> expired(KeyDocument key, Instant before) {
    return successes(run -> hasKey(run, key) && run.completedAt().isBefore(before), before)
        .findFirst();
  }

  @Override
  public Optional<StepRun> inProgress(KeyDocument key, Instant at) {
    return runs.stream()
        .filter(run -> hasKey(run, key) && !run.startedAt().isAfter(at))
        .filter(run -> !(run instanceof Ended ended) || ended.completedAt().isAfter(at))
        .max(Comparator.comparing(StepRun::startedAt).thenComparing(StepRun::id));
  }

  @Override
  public Optional<Retracted> retracted(KeyDocument key, Instant at) {
    return Optional.empty();
  }

  @Override
  public Optional<StepRun> notSucceeded(KeyDocument key, Instant at) {
    return ended(at)
        .filter(run -> !(run instanceof Succeeded) && hasKey(run, key))
        .findFirst()
        .map(run -> run);
  }

  @Override
  public List<Succeeded> latestSuccesses(int most, Instant at) {
    return successes(run -> true, at).limit(most).toList();
  }

  private Stream<Succeeded> successes(Predicate<Succeeded> wanted, Instant at) {
    return ended(at).filter(Succeeded.class::isInstance).map(Succeeded.class::cast).filter(wanted);
  }

  private Stream<Ended> ended(Instant at) {
    return runs.stream()
        .filter(Ended.class::isInstance)
        .map(Ended.class::cast)
        .filter(run -> !run.completedAt().isAfter(at))
        .sorted(StepRun.LATEST_FIRST);
  }

  private static boolean hasKey(StepRun run, KeyDocument key) {
    return run.key().signature().equals(key.signature());
  }
}

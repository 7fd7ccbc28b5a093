package dev.stepcache.persistence.memory;

import static java.util.Comparator.comparing;

import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.domain.cache.PastRuns;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Ended;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.domain.run.StepRun.Failed;
import dev.stepcache.domain.run.StepRun.Stopped;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.persistence.memory.Facts.Refreshed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The past of one scope. Facts are looked at anew with every question. */
final class MemoryPastRuns implements PastRuns {
  static final String ABANDONED = "Its owner gave no sign of life until its lease was over.";

  private final Supplier<Facts> facts;
  private final StepScope scope;
  private final InstantSource clock;

  /**
   * Asks the past.
   *
   * @param facts gives facts that change no more
   */
  MemoryPastRuns(Supplier<Facts> facts, StepScope scope, InstantSource clock) {
    this.facts = facts;
    this.scope = scope;
    this.clock = clock;
  }

  @Override
  public Stream<Succeeded> reusable(KeyDocument key, Instant from, Instant to) {
    Facts now = facts.get();
    return successes(now, key)
        .filter(run -> isWithin(run, from, to))
        .filter(run -> !isRefreshed(now, run) && !isRetracted(now, run));
  }

  @Override
  public Optional<Succeeded> refreshed(KeyDocument key, Instant from, Instant to) {
    Facts now = facts.get();
    return successes(now, key)
        .filter(run -> isWithin(run, from, to))
        .filter(run -> isRefreshed(now, run) && !isRetracted(now, run))
        .findFirst();
  }

  @Override
  public Optional<Succeeded> expired(KeyDocument key, Instant before) {
    Facts now = facts.get();
    return successes(now, key)
        .filter(run -> run.completedAt().isBefore(before) && !isRetracted(now, run))
        .findFirst();
  }

  @Override
  public Optional<StepRun> inProgress(KeyDocument key, Instant at) {
    Facts now = facts.get();
    return ofKey(now, key)
        .filter(run -> !run.startedAt().isAfter(at))
        .filter(run ->
            run instanceof Ended ended
                ? ended.completedAt().isAfter(at)
                : leaseOver(now, run).isEmpty() && !isRetracted(now, run))
        .max(comparing(MemoryPastRuns::latestOf).thenComparing(StepRun::id));
  }

  private static Instant latestOf(StepRun run) {
    return run instanceof Ended ended ? ended.completedAt() : run.startedAt();
  }

  @Override
  public Optional<Retracted> retracted(KeyDocument key, Instant at) {
    Facts now = facts.get();
    return successes(now, key)
        .filter(run -> !run.completedAt().isAfter(at))
        .flatMap(run ->
            now.findRetraction(run.id()).stream()
                .map(retraction -> new Retracted(run, retraction.why())))
        .findFirst();
  }

  @Override
  public Optional<StepRun> notSucceeded(KeyDocument key, Instant at) {
    Facts now = facts.get();
    return ofKey(now, key)
        .flatMap(run -> withoutSuccess(now, run).stream())
        .filter(run -> !run.completedAt().isAfter(at))
        .min(StepRun.LATEST_FIRST)
        .map(run -> run);
  }

  private Optional<Ended> withoutSuccess(Facts now, StepRun run) {
    return switch (run) {
      case Succeeded succeeded -> Optional.empty();
      case Failed failed -> Optional.of(failed);
      case Stopped stopped -> Optional.of(stopped);
      case Executing executing ->
          leaseOver(now, executing).map(until -> abandoned(executing, until));
    };
  }

  static Stopped abandoned(Executing run, Instant leaseOver) {
    Instant end = leaseOver.isBefore(run.startedAt()) ? run.startedAt() : leaseOver;
    return run.stop(end, ABANDONED);
  }

  @Override
  public List<Succeeded> latestSuccesses(int most, Instant at) {
    return successes(inScope(facts.get()))
        .filter(run -> !run.completedAt().isAfter(at))
        .limit(most)
        .toList();
  }

  private Stream<StepRun> inScope(Facts now) {
    return now.isLiving(scope.pipeline())
        ? now.runs.values().stream().filter(run -> run.scope().equals(scope))
        : Stream.empty();
  }

  private Stream<StepRun> ofKey(Facts now, KeyDocument key) {
    return inScope(now).filter(run -> run.key().equals(key));
  }

  private Stream<Succeeded> successes(Facts now, KeyDocument key) {
    return successes(ofKey(now, key));
  }

  private static Stream<Succeeded> successes(Stream<StepRun> runs) {
    return runs.filter(Succeeded.class::isInstance)
        .map(Succeeded.class::cast)
        .sorted(StepRun.LATEST_FIRST);
  }

  private static boolean isWithin(Succeeded run, Instant from, Instant to) {
    return !run.completedAt().isBefore(from) && !run.completedAt().isAfter(to);
  }

  private static boolean isRetracted(Facts now, StepRun run) {
    return now.retractions.containsKey(run.id());
  }

  private boolean isRefreshed(Facts now, StepRun run) {
    return Stream.of(Optional.of(scope.step()), Optional.<StepName>empty())
        .map(step -> now.refreshes.get(new Refreshed(scope.pipeline(), step)))
        .anyMatch(before -> before != null && run.startedAt().isBefore(before));
  }

  private Optional<Instant> leaseOver(Facts now, StepRun run) {
    return Optional.ofNullable(now.runLeases.get(run.id()))
        .map(Lease::until)
        .filter(until -> until.isBefore(clock.instant()));
  }
}

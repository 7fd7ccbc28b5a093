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
import java.util.function.Function;
import java.util.stream.Stream;

/** The past of one scope. Facts are looked at anew with every question. */
final class MemoryPastRuns implements PastRuns {
  static final String ABANDONED = "Its owner gave no sign of life until its lease was over.";

  private final Asking facts;
  private final StepScope scope;
  private final InstantSource clock;

  /** Asks facts, which do not change before there is an answer. */
  @FunctionalInterface
  interface Asking {
    <A> A ask(Function<Facts, A> question);
  }

  MemoryPastRuns(Asking facts, StepScope scope, InstantSource clock) {
    this.facts = facts;
    this.scope = scope;
    this.clock = clock;
  }

  @Override
  public Stream<Succeeded> reusable(KeyDocument key, Instant from, Instant to) {
    return Stream.iterate(
            firstReusable(key, from, to, RunsInOrder::successes),
            Optional::isPresent,
            last -> firstReusable(key, from, to, runs -> runs.successesAfter(last.orElseThrow())))
        .map(Optional::orElseThrow);
  }

  private Optional<Succeeded> firstReusable(
      KeyDocument key,
      Instant from,
      Instant to,
      Function<RunsInOrder, Stream<Succeeded>> candidates) {
    return facts.ask(now ->
        within(candidates.apply(ofKey(now, key)), from, to)
            .filter(run -> !isRefreshed(now, run) && !isRetracted(now, run))
            .findFirst());
  }

  @Override
  public Optional<Succeeded> refreshed(KeyDocument key, Instant from, Instant to) {
    return facts.ask(now ->
        within(ofKey(now, key).successes(), from, to)
            .filter(run -> isRefreshed(now, run) && !isRetracted(now, run))
            .findFirst());
  }

  @Override
  public Optional<Succeeded> expired(KeyDocument key, Instant before) {
    return facts.ask(now ->
        ofKey(now, key)
            .successes()
            .filter(run -> run.completedAt().isBefore(before) && !isRetracted(now, run))
            .findFirst());
  }

  @Override
  public Optional<StepRun> inProgress(KeyDocument key, Instant at) {
    return facts.ask(now ->
        ofKey(now, key)
            .all()
            .filter(run -> !run.startedAt().isAfter(at))
            .filter(run ->
                run instanceof Ended ended
                    ? ended.completedAt().isAfter(at)
                    : leaseOver(now, run).isEmpty() && !isRetracted(now, run))
            .max(comparing(MemoryPastRuns::latestOf).thenComparing(StepRun::id)));
  }

  private static Instant latestOf(StepRun run) {
    return run instanceof Ended ended ? ended.completedAt() : run.startedAt();
  }

  @Override
  public Optional<Retracted> retracted(KeyDocument key, Instant at) {
    return facts.ask(now ->
        until(ofKey(now, key).successes(), at)
            .flatMap(run ->
                now.findRetraction(run.id()).stream()
                    .map(retraction -> new Retracted(run, retraction.why())))
            .findFirst());
  }

  @Override
  public Optional<StepRun> notSucceeded(KeyDocument key, Instant at) {
    return facts.ask(now ->
        ofKey(now, key)
            .others()
            .flatMap(run -> withoutSuccess(now, run).stream())
            .filter(run -> !run.completedAt().isAfter(at))
            .min(StepRun.LATEST_FIRST)
            .map(run -> run));
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
    return facts.ask(now ->
        isLiving(now) ? until(now.runs.of(scope).successes(), at).limit(most).toList() : List.of());
  }

  /** Found by signature alone: whoever asks compares key documents. */
  private RunsInOrder ofKey(Facts now, KeyDocument key) {
    return isLiving(now) ? now.runs.of(scope, key) : new RunsInOrder();
  }

  private boolean isLiving(Facts now) {
    return now.isLiving(scope.pipeline());
  }

  private static Stream<Succeeded> until(Stream<Succeeded> latestFirst, Instant at) {
    return latestFirst.dropWhile(run -> run.completedAt().isAfter(at));
  }

  private static Stream<Succeeded> within(Stream<Succeeded> latestFirst, Instant from, Instant to) {
    return until(latestFirst, to).takeWhile(run -> !run.completedAt().isBefore(from));
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

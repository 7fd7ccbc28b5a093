package dev.stepcache.domain.cache;

import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.signature.KeyDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A past of listed runs with retractions and a refresh.
 *
 * @param retracted what was said of each retracted run
 * @param refreshedAt no run started before it is reused
 */
record KnownPast(List<StepRun> runs, Map<StepRunId, String> retracted, Instant refreshedAt)
    implements PastRuns {

  @Override
  public Stream<Succeeded> reusable(KeyDocument key, Instant from, Instant to) {
    return which(run -> !isRetracted(run) && !isRefreshed(run)).reusable(key, from, to);
  }

  @Override
  public Optional<Succeeded> refreshed(KeyDocument key, Instant from, Instant to) {
    return which(run -> !isRetracted(run) && isRefreshed(run)).reusable(key, from, to).findFirst();
  }

  @Override
  public Optional<Succeeded> expired(KeyDocument key, Instant before) {
    return which(run -> !isRetracted(run)).expired(key, before);
  }

  @Override
  public Optional<StepRun> inProgress(KeyDocument key, Instant at) {
    return which(run -> true).inProgress(key, at);
  }

  @Override
  public Optional<Retracted> retracted(KeyDocument key, Instant at) {
    return which(this::isRetracted)
        .reusable(key, Instant.MIN, at)
        .findFirst()
        .map(run -> new Retracted(run, retracted.getOrDefault(run.id(), "")));
  }

  @Override
  public Optional<StepRun> notSucceeded(KeyDocument key, Instant at) {
    return which(run -> true).notSucceeded(key, at);
  }

  @Override
  public List<Succeeded> latestSuccesses(int most, Instant at) {
    return which(run -> true).latestSuccesses(most, at);
  }

  private PastRuns which(Predicate<StepRun> wanted) {
    return PastRuns.of(runs.stream().filter(wanted).toList());
  }

  private boolean isRetracted(StepRun run) {
    return retracted.containsKey(run.id());
  }

  private boolean isRefreshed(StepRun run) {
    return run.startedAt().isBefore(refreshedAt);
  }
}

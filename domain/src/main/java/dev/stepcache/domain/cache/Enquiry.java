package dev.stepcache.domain.cache;

import dev.stepcache.domain.cache.MissReason.AttributesChanged;
import dev.stepcache.domain.cache.MissReason.Expired;
import dev.stepcache.domain.cache.MissReason.InProgress;
import dev.stepcache.domain.cache.MissReason.NoPreviousRun;
import dev.stepcache.domain.cache.MissReason.NotSucceeded;
import dev.stepcache.domain.cache.MissReason.OutputsMissing;
import dev.stepcache.domain.cache.MissReason.RefreshRequested;
import dev.stepcache.domain.cache.MissReason.Retracted;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.signature.ChangedAttribute;
import dev.stepcache.domain.signature.KeyDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One look into the past of a step: the run to reuse, or the first reason why there is none. */
record Enquiry(KeyDocument key, PastRuns past, OutputCheck outputs, Instant cutoff, Instant now) {
  /** Among how many successes the nearest is looked for. */
  private static final int NEAREST_OF = 100;

  Outcome decide() {
    Looked looked = look();
    return looked
        .hit()
        .<Outcome>map(hit -> hit)
        .orElseGet(() -> new Outcome.Miss(whyNot(looked.outputsMissing())));
  }

  /** What came of looking at the runs that may be reused, the latest first. */
  private record Looked(Optional<Outcome.Hit> hit, Optional<OutputsMissing> outputsMissing) {}

  private Looked look() {
    Succeeded latest = null;
    String what = "";
    int looked = 0;
    boolean allLookedAt = true;
    try (Stream<Succeeded> reusable = past.reusable(key, cutoff, now)) {
      Iterator<Succeeded> candidates = reusable.filter(this::hasSameKey).iterator();
      while (candidates.hasNext()) {
        if (looked > 0 && !outputs.looksFurther(looked)) {
          allLookedAt = false;
          break;
        }
        Succeeded candidate = candidates.next();
        Optional<String> missing = outputs.missing(candidate);
        if (missing.isEmpty()) {
          return new Looked(Optional.of(Outcome.Hit.of(candidate, now)), Optional.empty());
        }
        if (latest == null) {
          latest = candidate;
          what = missing.get();
        }
        looked++;
      }
    }
    return new Looked(
        Optional.empty(),
        latest == null
            ? Optional.empty()
            : Optional.of(new OutputsMissing(latest, what, looked, allLookedAt)));
  }

  private MissReason whyNot(Optional<OutputsMissing> outputsMissing) {
    return past.refreshed(key, cutoff, now)
        .filter(this::hasSameKey)
        .<MissReason>map(run -> new RefreshRequested())
        .or(() -> outputsMissing)
        .or(() -> past.inProgress(key, now).filter(this::hasSameKey).map(InProgress::new))
        .or(this::expired)
        .or(this::retracted)
        .or(() -> past.notSucceeded(key, now).filter(this::hasSameKey).map(NotSucceeded::new))
        .or(this::attributesChanged)
        .orElseGet(NoPreviousRun::new);
  }

  private Optional<MissReason> expired() {
    return past.expired(key, cutoff)
        .filter(this::hasSameKey)
        .map(run -> new Expired(run, Duration.between(run.completedAt(), cutoff)));
  }

  private Optional<MissReason> retracted() {
    return past.retracted(key, now)
        .filter(retracted -> hasSameKey(retracted.run()))
        .map(retracted -> new Retracted(retracted.run(), retracted.why()));
  }

  /** The same key document never gets here as changed: what else kept it out is told before. */
  private Optional<MissReason> attributesChanged() {
    return past.latestSuccesses(NEAREST_OF, now).stream()
        .filter(run -> !hasSameKey(run))
        .map(run -> new AttributesChanged(run, changesSince(run)))
        .min(Comparator.comparingInt(candidate -> candidate.changed().size()))
        .map(nearest -> nearest);
  }

  private List<ChangedAttribute> changesSince(StepRun run) {
    return ChangedAttribute.between(run.key(), key);
  }

  /** A signature finds runs, the key document decides (R15). */
  private boolean hasSameKey(StepRun run) {
    return run.key().equals(key);
  }
}

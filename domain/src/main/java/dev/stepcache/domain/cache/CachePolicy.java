package dev.stepcache.domain.cache;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.Step;
import java.time.Instant;
import java.util.Optional;

/** Whether earlier runs of a step may be reused at all, and which. */
public sealed interface CachePolicy {

  /** The step runs and nothing is asked. */
  record Disabled(BypassReason reason) implements CachePolicy {
    public Outcome.Bypass decide() {
      return new Outcome.Bypass(reason);
    }
  }

  /**
   * The latest success with the same key document that is young enough is reused.
   *
   * @param refreshRequested that the user wants this one run anew
   */
  record Enabled(ExpireAfter expireAfter, boolean refreshRequested) implements CachePolicy {

    /**
     * Decides for one step at one instant; the same arguments give the same answer (R16). Instants
     * are whole milliseconds, as those of runs are.
     */
    public Outcome decide(KeyDocument key, PastRuns past, OutputCheck outputs, Instant at) {
      return refreshRequested
          ? new Outcome.Miss(new MissReason.RefreshRequested())
          : enquiry(key, past, outputs, at).decide();
    }

    /**
     * What {@link #decide} answers of the first run that {@link PastRuns#reusable} has, if that is
     * a hit. Else there may be others to reuse, and no reason is looked for.
     */
    public Optional<Outcome.Hit> hit(
        KeyDocument key, Succeeded first, OutputCheck outputs, Instant at) {
      return refreshRequested || !first.key().equals(key) || outputs.missing(first).isPresent()
          ? Optional.empty()
          : Optional.of(Outcome.Hit.of(first, at.truncatedTo(MILLIS)));
    }

    private Enquiry enquiry(KeyDocument key, PastRuns past, OutputCheck outputs, Instant at) {
      Instant now = at.truncatedTo(MILLIS);
      return new Enquiry(key, past, outputs, expireAfter.cutoff(now), now);
    }
  }

  /** The policy of a step as its author wrote it (R1, R9). */
  static CachePolicy of(Step step, CacheableTypes cacheable) {
    if (!cacheable.contains(step.type())) {
      return new Disabled(BypassReason.STEP_TYPE_NOT_CACHEABLE);
    }
    return switch (step.cacheConfig()) {
      case CacheConfig.Disabled() -> new Disabled(BypassReason.CACHING_DISABLED);
      case CacheConfig.Enabled(ExpireAfter expireAfter) -> new Enabled(expireAfter, false);
    };
  }

  /** This policy, with the user asking for a run even where one could be reused. */
  default CachePolicy refreshing() {
    return switch (this) {
      case Disabled disabled -> disabled;
      case Enabled enabled -> new Enabled(enabled.expireAfter(), true);
    };
  }

  /** This policy, with the user wanting nothing reused. */
  default CachePolicy disabled() {
    return switch (this) {
      case Disabled disabled -> disabled;
      case Enabled enabled -> new Disabled(BypassReason.CACHING_DISABLED);
    };
  }
}

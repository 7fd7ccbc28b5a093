package dev.stepcache.domain.cache;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.signature.Signature;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import java.time.Instant;
import java.util.Optional;

/**
 * A decision with all that is needed to say why (SPEC 6).
 *
 * @param signature the step's, whenever its type is cacheable, on a bypass too
 */
public record CacheDecision(
    PipelineName pipeline,
    Step step,
    Optional<Signature> signature,
    Instant decidedAt,
    Outcome outcome) {

  public CacheDecision {
    decidedAt = decidedAt.truncatedTo(MILLIS);
  }

  public boolean isHit() {
    return outcome instanceof Outcome.Hit;
  }

  /** The age limit that the step asks for, where its caching is enabled. */
  public Optional<ExpireAfter> expireAfter() {
    return switch (step.cacheConfig()) {
      case CacheConfig.Enabled(ExpireAfter expireAfter) -> Optional.of(expireAfter);
      case CacheConfig.Disabled() -> Optional.empty();
    };
  }
}

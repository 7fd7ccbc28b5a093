package dev.stepcache.application;

import dev.stepcache.domain.cache.CacheDecision;
import java.time.Duration;

/** Is told of decisions that were made for runs elsewhere. */
public interface DecisionListener {
  /** Listens to nothing. */
  DecisionListener NONE = (decision, time) -> {};

  /**
   * A decision was made.
   *
   * @param time what it took
   */
  void decided(CacheDecision decision, Duration time);
}

package dev.stepcache.benchmarks;

import dev.stepcache.application.Identifiers;
import dev.stepcache.application.StepCache;
import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.content.KeptOutputs;
import dev.stepcache.application.content.Models;
import dev.stepcache.application.content.StepKeys;
import dev.stepcache.application.content.Verification;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.benchmarks.Past.Asked;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.MissReason.AttributesChanged;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.persistence.objects.ObjectStores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/** From a step at hand to its decision, which has to be the expected one. */
record Decider(StepCache cache, StepKeys keys) {

  static Decider on(RunHistory history, Path folder) {
    CacheableTypes cacheable = CacheableTypes.sageMaker();
    ObjectStore objects = ObjectStores.open(folder, folder, InstantSource.system());
    StepKeys keys = new StepKeys(cacheable, objects, new Models(objects), InputRule.LOCATION);
    KeptOutputs outputs =
        new KeptOutputs(
            objects, Verification.DIGESTS, InstantSource.system(), folder.resolve("state"));
    Identifiers identifiers = new Identifiers(new Random(1));
    return new Decider(
        new StepCache(history, cacheable, keys, outputs, history.clock(), identifiers), keys);
  }

  CacheDecision hit(Asked asked) {
    return hit(decide(asked));
  }

  /** As a lookup does, which has to find the pipeline first. */
  CacheDecision hitByName(Asked asked) {
    return hit(cache.lookUp(asked.pipeline(), asked.step()));
  }

  CacheDecision miss(Asked asked) {
    CacheDecision decision = decide(asked);
    if (decision.outcome() instanceof Outcome.Miss(AttributesChanged changed)
        && changed.changed().size() == 1) {
      return decision;
    }
    throw new IllegalStateException("no miss by one changed attribute: " + decision);
  }

  private static CacheDecision hit(CacheDecision decision) {
    if (decision.isHit()) {
      return decision;
    }
    throw new IllegalStateException("no hit: " + decision);
  }

  /** As an execution does, which knows its pipeline. */
  private CacheDecision decide(Asked asked) {
    return cache.decide(
        asked.pipeline(),
        Optional.of(asked.id()),
        asked.step(),
        cache.policy(asked.step()),
        keys.of(asked.step()),
        RunKind.REAL);
  }
}

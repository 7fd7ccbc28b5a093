package dev.stepcache.persistence.application;

import dev.stepcache.application.Identifiers;
import dev.stepcache.application.Leases;
import dev.stepcache.application.PipelineExecutor;
import dev.stepcache.application.Planner;
import dev.stepcache.application.StepCache;
import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.content.KeptOutputs;
import dev.stepcache.application.content.Models;
import dev.stepcache.application.content.StepKeys;
import dev.stepcache.application.content.Verification;
import dev.stepcache.application.json.DecisionDocument;
import dev.stepcache.application.json.Secrets;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.step.CacheableTypes;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The use cases, wired over a history, an object store and a runner. */
final class Machine implements AutoCloseable {
  static final DecisionDocument DOCUMENTS =
      new DecisionDocument(new Secrets(List.of(Secrets.USUAL_NAMES), () -> new byte[] {1}));

  private static final CacheableTypes CACHEABLE = CacheableTypes.sageMaker();

  private final Leases leases;
  private final PipelineExecutor executor;
  private final Planner planner;

  Machine(
      Path folder,
      InstantSource clock,
      RunHistory history,
      ObjectStore objects,
      StepRunner runner,
      InputRule rule,
      Duration lease) {
    Identifiers identifiers = new Identifiers(new SecureRandom());
    this.leases = new Leases(history, identifiers.owner(), lease);
    Models models = new Models(objects);
    StepKeys keys = new StepKeys(CACHEABLE, objects, models, rule);
    KeptOutputs outputs =
        new KeptOutputs(
            objects, Verification.DIGESTS, InstantSource.system(), folder.resolve("state"));
    StepCache cache = new StepCache(history, CACHEABLE, keys, outputs, clock, identifiers);
    this.executor =
        new PipelineExecutor(
            new PipelineExecutor.Parts(
                cache,
                keys,
                outputs,
                models,
                objects,
                history,
                leases,
                runner,
                identifiers,
                DOCUMENTS,
                folder.resolve("state")));
    this.planner = new Planner(cache, keys, models, objects, history, runner, identifiers);
  }

  PipelineExecutor executor() {
    return executor;
  }

  Planner planner() {
    return planner;
  }

  @Override
  public void close() {
    leases.close();
  }
}

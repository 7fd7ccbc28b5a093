package dev.stepcache.application;

import dev.stepcache.application.content.KeptOutputs;
import dev.stepcache.application.content.StepKeys;
import dev.stepcache.application.json.DecisionDocument;
import dev.stepcache.application.json.Secrets;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.step.CacheableTypes;

/** The use cases, wired over one history, one object store and one runner. */
public interface UseCases {
  RunHistory history();

  ObjectStore objects();

  CacheableTypes cacheable();

  StepCache stepCache();

  StepKeys keys();

  KeptOutputs outputs();

  PipelineExecutor executor();

  Planner planner();

  Explainer explainer();

  StepLogs logs();

  Leases leases();

  Identifiers identifiers();

  Secrets secrets();

  DecisionDocument documents();
}

package dev.stepcache.cli.command;

import dev.stepcache.application.Explainer;
import dev.stepcache.application.Identifiers;
import dev.stepcache.application.Leases;
import dev.stepcache.application.PipelineExecutor;
import dev.stepcache.application.Planner;
import dev.stepcache.application.StepCache;
import dev.stepcache.application.content.KeptOutputs;
import dev.stepcache.application.content.StepKeys;
import dev.stepcache.application.json.DecisionDocument;
import dev.stepcache.application.json.Secrets;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.step.CacheableTypes;

/** The use cases, wired for one command; what it opened is closed with it. */
public interface Session extends AutoCloseable {
  RunHistory history();

  CacheableTypes cacheable();

  StepCache stepCache();

  StepKeys keys();

  KeptOutputs outputs();

  PipelineExecutor executor();

  Planner planner();

  Explainer explainer();

  Leases leases();

  Identifiers identifiers();

  Secrets secrets();

  DecisionDocument documents();

  @Override
  void close();

  /** Opens sessions. */
  interface Factory {
    Session open(Settings settings);
  }
}

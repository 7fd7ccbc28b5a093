package dev.stepcache.cli.bootstrap;

import dagger.Module;
import dagger.Provides;
import dev.stepcache.application.Explainer;
import dev.stepcache.application.Identifiers;
import dev.stepcache.application.Leases;
import dev.stepcache.application.PipelineExecutor;
import dev.stepcache.application.Planner;
import dev.stepcache.application.StepCache;
import dev.stepcache.application.StepLogs;
import dev.stepcache.application.content.KeptOutputs;
import dev.stepcache.application.content.Models;
import dev.stepcache.application.content.StepKeys;
import dev.stepcache.application.json.DecisionDocument;
import dev.stepcache.application.json.Secrets;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.cli.command.Settings;
import dev.stepcache.cli.runner.StepCommands;
import dev.stepcache.domain.step.CacheableTypes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The use cases. */
@Module
interface SessionModule {

  @Provides
  @Singleton
  static Identifiers identifiers() {
    return new Identifiers(new SecureRandom());
  }

  @Provides
  static CacheableTypes cacheable() {
    return CacheableTypes.sageMaker();
  }

  /**
   * The clock that decides and stamps: the store's, or one set to the instant that was asked for.
   */
  @Provides
  @Singleton
  static InstantSource clock(Settings settings, RunHistory history) {
    return settings.asOf().<InstantSource>map(SetClock::startingAt).orElse(history.clock());
  }

  @Provides
  @Singleton
  static Models models(ObjectStore objects) {
    return new Models(objects);
  }

  @Provides
  @Singleton
  static KeptOutputs outputs(Settings settings, ObjectStore objects) {
    return new KeptOutputs(
        objects, settings.verification(), InstantSource.system(), settings.state());
  }

  @Provides
  @Singleton
  static StepKeys keys(
      Settings settings, CacheableTypes cacheable, ObjectStore objects, Models models) {
    return new StepKeys(cacheable, objects, models, settings.inputs());
  }

  @Provides
  @Singleton
  static StepCache stepCache(
      RunHistory history,
      CacheableTypes cacheable,
      StepKeys keys,
      KeptOutputs outputs,
      InstantSource clock,
      Identifiers identifiers) {
    return new StepCache(history, cacheable, keys, outputs, clock, identifiers);
  }

  @Provides
  @Singleton
  static Leases leases(RunHistory history, Identifiers identifiers, Opened opened) {
    return opened.add(new Leases(history, identifiers.owner()));
  }

  @Provides
  @Singleton
  static Secrets secrets(Settings settings, StepCommands commands) {
    List<Pattern> names = new ArrayList<>(commands.secrets());
    names.add(settings.secrets());
    return new Secrets(names, () -> SecretKey.of(settings.state()));
  }

  @Provides
  static DecisionDocument documents(Secrets secrets) {
    return new DecisionDocument(secrets);
  }

  @Provides
  static StepLogs logs(Settings settings, RunHistory history) {
    return new StepLogs(history, settings.state());
  }

  @Provides
  static Explainer explainer(RunHistory history) {
    return new Explainer(history);
  }

  @Provides
  static Planner planner(
      StepCache cache,
      StepKeys keys,
      Models models,
      ObjectStore objects,
      RunHistory history,
      StepRunner runner,
      Identifiers identifiers) {
    return new Planner(cache, keys, models, objects, history, runner, identifiers);
  }

  @Provides
  static PipelineExecutor executor(
      Settings settings,
      StepCache cache,
      StepKeys keys,
      KeptOutputs outputs,
      Models models,
      ObjectStore objects,
      RunHistory history,
      Leases leases,
      StepRunner runner,
      Identifiers identifiers,
      DecisionDocument documents) {
    return new PipelineExecutor(
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
            documents,
            settings.state()));
  }
}

package dev.stepcache.http;

import dev.stepcache.application.Explainer;
import dev.stepcache.application.Identifiers;
import dev.stepcache.application.JournalledRunHistory;
import dev.stepcache.application.Leases;
import dev.stepcache.application.PipelineExecutor;
import dev.stepcache.application.Planner;
import dev.stepcache.application.RunJournal;
import dev.stepcache.application.StepCache;
import dev.stepcache.application.StepLogs;
import dev.stepcache.application.UseCases;
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
import dev.stepcache.persistence.jooq.RunHistories;
import dev.stepcache.persistence.objects.ObjectStores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The use cases over real stores, as the command line wires them. */
record WiredUseCases(
    RunHistory history,
    ObjectStore objects,
    CacheableTypes cacheable,
    StepCache stepCache,
    StepKeys keys,
    KeptOutputs outputs,
    PipelineExecutor executor,
    Planner planner,
    Explainer explainer,
    StepLogs logs,
    Leases leases,
    Identifiers identifiers,
    Secrets secrets,
    DecisionDocument documents)
    implements UseCases, AutoCloseable {

  static WiredUseCases over(
      String url, Path objectFolder, Path state, StepRunner runner, Duration lease) {
    Identifiers identifiers = new Identifiers(new SecureRandom());
    JournalledRunHistory history =
        new JournalledRunHistory(
            () -> RunHistories.open(url, InstantSource.system()),
            new RunJournal(state.resolve("journal"), identifiers.owner()),
            identifiers,
            InstantSource.system());
    history.reach();
    CacheableTypes cacheable = CacheableTypes.sageMaker();
    ObjectStore objects = ObjectStores.open(objectFolder, state, InstantSource.system());
    Models models = new Models(objects);
    KeptOutputs outputs =
        new KeptOutputs(
            objects,
            new Verification(Verification.Mode.DIGEST, Map.of()),
            InstantSource.system(),
            state);
    StepKeys keys = new StepKeys(cacheable, objects, models, InputRule.CONTENT);
    StepCache cache =
        new StepCache(history, cacheable, keys, outputs, history.clock(), identifiers);
    Leases leases = new Leases(history, identifiers.owner(), lease);
    Secrets secrets =
        new Secrets(
            List.of(Secrets.USUAL_NAMES),
            () -> "a key for tests, 32 bytes long..".getBytes(StandardCharsets.UTF_8));
    DecisionDocument documents = new DecisionDocument(secrets);
    PipelineExecutor executor =
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
                documents,
                state));
    return new WiredUseCases(
        history,
        objects,
        cacheable,
        cache,
        keys,
        outputs,
        executor,
        new Planner(cache, keys, models, objects, history, runner, identifiers),
        new Explainer(history),
        new StepLogs(history, state),
        leases,
        identifiers,
        secrets,
        documents);
  }

  @Override
  public void close() {
    leases.close();
    history.close();
  }
}

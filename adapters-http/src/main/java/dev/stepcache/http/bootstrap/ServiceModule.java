package dev.stepcache.http.bootstrap;

import dagger.Module;
import dagger.Provides;
import dev.stepcache.application.DecisionListener;
import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionListeners;
import dev.stepcache.application.UseCases;
import dev.stepcache.application.access.Callers;
import dev.stepcache.application.access.Credentials;
import dev.stepcache.application.access.JobPurge;
import dev.stepcache.application.access.SecretVault;
import dev.stepcache.application.access.StoredAuditLog;
import dev.stepcache.application.access.VaultKey;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.BackgroundExecutions;
import dev.stepcache.application.service.PipelineStarts;
import dev.stepcache.application.service.Pipelines;
import dev.stepcache.application.service.RepeatableStarts;
import dev.stepcache.application.service.RunsElsewhere;
import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.http.operation.OperationApi;
import dev.stepcache.http.operation.ServiceMetrics;
import dev.stepcache.http.operation.ServiceTraces;
import dev.stepcache.http.operation.TraceReceiver;
import dev.stepcache.http.page.Page;
import dev.stepcache.http.rest.RestApi;
import dev.stepcache.http.sagemaker.SageMakerApi;
import dev.stepcache.http.server.CallListener;
import dev.stepcache.http.server.Feature;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the service is made of. */
@Module
interface ServiceModule {

  /** The calls that are answered; where two would answer, the first does. */
  @Provides
  static List<Feature> features(
      OperationApi operation, SageMakerApi sageMaker, RestApi rest, Page page) {
    return List.of(operation, sageMaker, rest, page);
  }

  @Provides
  @Singleton
  static Optional<ServiceTraces> traces(ServiceSettings settings) {
    return TraceReceiver.of(settings.environment())
        .map(receiver -> new ServiceTraces(receiver, settings.system()));
  }

  @Provides
  static List<CallListener> callListeners(ServiceMetrics metrics, Optional<ServiceTraces> traces) {
    return all(metrics, traces);
  }

  @Provides
  static ExecutionListener executionListener(
      ServiceMetrics metrics, Optional<ServiceTraces> traces) {
    return new ExecutionListeners(all(metrics, traces));
  }

  @Provides
  static DecisionListener decisionListener(ServiceMetrics metrics, Optional<ServiceTraces> traces) {
    List<DecisionListener> listeners = all(metrics, traces);
    return (decision, time) -> listeners.forEach(one -> one.decided(decision, time));
  }

  private static <T> List<T> all(T metrics, Optional<? extends T> traces) {
    return Stream.<T>concat(Stream.of(metrics), traces.stream()).toList();
  }

  @Provides
  @Singleton
  static SecretVault vault(ServiceSettings settings) {
    return new SecretVault(
        VaultKey.of(settings.environment(), settings.state()), new SecureRandom());
  }

  @Provides
  @Singleton
  static Credentials credentials(Store store, Provider<SecretVault> vault) {
    return new Credentials(
        store.accessBook(), vault::get, new SecureRandom(), store.history().clock());
  }

  @Provides
  @Singleton
  static JobPurge purge(UseCases useCases, Store store) {
    return new JobPurge(store.history(), useCases.objects(), useCases.logs());
  }

  @Provides
  @Singleton
  static Callers callers(Store store) {
    return new Callers(
        store.accessBook(), new StoredAuditLog(store.accessBook(), store.history().clock()));
  }

  @Provides
  @Singleton
  static BackgroundExecutions executions(
      UseCases useCases, Store store, ServiceSettings settings, ExecutionListener listener) {
    return new BackgroundExecutions(
        useCases.executor(),
        store.history(),
        new BackgroundExecutions.Limits(
            settings.maxExecutions(), settings.maxWaiting(), settings.grace()),
        listener);
  }

  @Provides
  @Singleton
  static Pipelines pipelines(UseCases useCases, Store store) {
    return new Pipelines(
        store.history(),
        store.catalog(),
        useCases.objects(),
        !store.isShared(),
        store.history().clock());
  }

  @Provides
  @Singleton
  static PipelineStarts starts(
      UseCases useCases,
      Store store,
      Pipelines pipelines,
      BackgroundExecutions executions,
      ServiceSettings settings) {
    return new PipelineStarts(
        store.history(),
        store.catalog(),
        pipelines,
        useCases.executor(),
        executions,
        settings.maxParallel(),
        store.history().clock());
  }

  @Provides
  @Singleton
  static RepeatableStarts repeatableStarts(PipelineStarts starts, UseCases useCases, Store store) {
    return new RepeatableStarts(
        starts, store.history(), store.agreements(), useCases.identifiers());
  }

  @Provides
  @Singleton
  static RunsElsewhere runsElsewhere(UseCases useCases, Store store, DecisionListener listener) {
    return new RunsElsewhere(
        store.history(),
        useCases.cacheable(),
        useCases.keys(),
        useCases.outputs(),
        store.history().clock(),
        useCases.identifiers(),
        listener);
  }
}

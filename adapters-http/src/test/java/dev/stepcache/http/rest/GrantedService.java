package dev.stepcache.http.rest;

import dev.stepcache.application.DecisionListener;
import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.UseCases;
import dev.stepcache.application.access.AuditLog;
import dev.stepcache.application.access.Caller;
import dev.stepcache.application.access.Credentials;
import dev.stepcache.application.access.JobPurge;
import dev.stepcache.application.access.SecretVault;
import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.BackgroundExecutions;
import dev.stepcache.application.service.PipelineStarts;
import dev.stepcache.application.service.Pipelines;
import dev.stepcache.application.service.RepeatableStarts;
import dev.stepcache.application.service.RunsElsewhere;
import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Grants;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.http.TestService;
import dev.stepcache.http.server.Calls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** The REST API over a service's stores, for a caller whose grants a test gives and takes. */
final class GrantedService implements AutoCloseable {
  private static final PrincipalName CALLER = new PrincipalName("caller");

  private final TestService service;
  private final BackgroundExecutions executions;
  private final RestApi api;
  private final WebServer server;
  private final AtomicReference<Grants> grants = new AtomicReference<>(Grants.all(CALLER));

  private GrantedService(TestService service) {
    this.service = service;
    UseCases useCases = service.useCases();
    Store store = service.store();
    this.executions =
        new BackgroundExecutions(
            useCases.executor(),
            store.history(),
            new BackgroundExecutions.Limits(2, 2, Duration.ofSeconds(10)),
            ExecutionListener.NONE);
    this.api = api(useCases, store, executions);
    HttpRouting.Builder routing = HttpRouting.builder().addFilter(Calls.of(this::caller));
    api.route(routing);
    this.server = WebServer.builder().host("127.0.0.1").port(0).addRouting(routing).build().start();
  }

  private static RestApi api(UseCases useCases, Store store, BackgroundExecutions executions) {
    Pipelines pipelines =
        new Pipelines(
            store.history(), store.catalog(), useCases.objects(), false, store.history().clock());
    PipelineStarts starts =
        new PipelineStarts(
            store.history(),
            store.catalog(),
            pipelines,
            useCases.executor(),
            executions,
            4,
            store.history().clock());
    RunsElsewhere runs =
        new RunsElsewhere(
            store.history(),
            useCases.cacheable(),
            useCases.keys(),
            useCases.outputs(),
            store.history().clock(),
            useCases.identifiers(),
            DecisionListener.NONE);
    RepeatableStarts repeatable =
        new RepeatableStarts(starts, store.history(), store.agreements(), useCases.identifiers());
    Known known = new Known(store);
    ExecutionResource executed = new ExecutionResource(store, starts, known, useCases);
    return new RestApi(
        new PipelineResource(store, pipelines, known, new PipelineWriter(store, pipelines)),
        new StartResource(useCases, starts, repeatable, known, executed),
        executed,
        new StepResource(store, useCases, known),
        new EventResource(store, known, Calls.going()),
        new LookupResource(useCases, runs, new Steps(pipelines), known),
        new RunResource(
            store,
            runs,
            useCases,
            known,
            new JobPurge(store.history(), useCases.objects(), useCases.logs())),
        new MetricResource(store, known),
        new CallbackResource(store, known),
        new AccessResource(
            store,
            new Credentials(
                store.accessBook(),
                () -> new SecretVault(new byte[32], new SecureRandom()),
                new SecureRandom(),
                store.history().clock())),
        new OpenApiResource());
  }

  static GrantedService in(Path folder) {
    return new GrantedService(TestService.in(folder));
  }

  RestApi api() {
    return api;
  }

  Store store() {
    return service.store();
  }

  String address() {
    return "http://127.0.0.1:" + server.port();
  }

  /** The caller has these permissions on the pipelines of a pattern, and nothing else. */
  void grant(String pattern, Permission... permissions) {
    grants.set(
        new Grants(
            Arrays.stream(permissions)
                .map(permission -> new Grant(CALLER, permission, new PipelinePattern(pattern)))
                .collect(Collectors.toSet())));
  }

  void grantAll() {
    grants.set(Grants.all(CALLER));
  }

  /** The caller has all permissions but one. */
  void grantAllBut(Permission missing) {
    grants.set(
        new Grants(
            Grants.all(CALLER).grants().stream()
                .filter(grant -> grant.permission() != missing)
                .collect(Collectors.toSet())));
  }

  void grantNothing() {
    grants.set(new Grants(Set.of()));
  }

  private Caller caller() {
    return new Caller(
        CALLER,
        grants.get(),
        new AuditLog() {
          @Override
          public void append(List<AuditEntry> entries) {
            store().accessBook().audit(entries);
          }

          @Override
          public Instant now() {
            return store().history().clock().instant();
          }
        });
  }

  @Override
  public void close() {
    server.stop();
    executions.close();
    service.close();
  }
}

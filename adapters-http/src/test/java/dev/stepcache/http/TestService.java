package dev.stepcache.http;

import dev.stepcache.application.Leases;
import dev.stepcache.application.UseCases;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.ServiceProvider.RunningService;
import dev.stepcache.application.service.ServiceSettingsBuilder;
import dev.stepcache.http.bootstrap.HttpServiceProvider;
import dev.stepcache.persistence.jooq.Stores;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The whole service on a free port of the loopback address, over a real store and a real object
 * store, with a runner that does as steps say.
 */
public final class TestService implements AutoCloseable {
  private final WiredUseCases useCases;
  private final Store store;
  private final RunningService service;
  private final ObedientRunner runner;
  private final ByteArrayOutputStream log;

  private TestService(
      WiredUseCases useCases,
      Store store,
      RunningService service,
      ObedientRunner runner,
      ByteArrayOutputStream log) {
    this.useCases = useCases;
    this.store = store;
    this.service = service;
    this.runner = runner;
    this.log = log;
  }

  /** A service on a SQLite file of a folder. */
  public static TestService in(Path folder) {
    return in(folder, UnaryOperator.identity());
  }

  /** A service on a SQLite file of a folder, with other settings. */
  public static TestService in(Path folder, UnaryOperator<ServiceSettingsBuilder> settings) {
    return on(
        "jdbc:sqlite:" + folder.resolve("history.db"),
        folder.resolve("s3"),
        folder,
        Leases.LENGTH,
        settings);
  }

  /** A service on a store and an object store that others may use as well. */
  public static TestService on(
      String url,
      Path objects,
      Path state,
      Duration lease,
      UnaryOperator<ServiceSettingsBuilder> settings) {
    ObedientRunner runner = new ObedientRunner();
    WiredUseCases useCases = WiredUseCases.over(url, objects, state, runner, lease);
    Store store = Stores.open(url, InstantSource.system());
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    ServiceSettingsBuilder usual =
        new ServiceSettingsBuilder()
            .host("127.0.0.1")
            .port(0)
            .access(Optional.empty())
            .tls(Optional.empty())
            .region("eu-west-1")
            .account("123456789012")
            .maxBody(10 * 1024 * 1024)
            .maxCalls(256)
            .maxExecutions(4)
            .maxWaiting(100)
            .maxParallel(4)
            .patience(Duration.ofSeconds(10))
            .grace(Duration.ofSeconds(10))
            .state(state)
            .log(new PrintStream(log, true, StandardCharsets.UTF_8))
            .system(InstantSource.system())
            .environment(Map.of());
    RunningService service =
        new HttpServiceProvider().start(useCases, store, settings.apply(usual).build());
    return new TestService(useCases, store, service, runner, log);
  }

  /** Where it listens, without a slash at the end. */
  public String address() {
    return service.address();
  }

  public URI uri(String path) {
    return URI.create(address() + path);
  }

  public Store store() {
    return store;
  }

  public UseCases useCases() {
    return useCases;
  }

  public ObedientRunner runner() {
    return runner;
  }

  /** What was written into the access log by now. */
  public String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    service.close();
    useCases.close();
    store.close();
  }
}

package dev.stepcache.http.server;

import dev.stepcache.application.service.BackgroundExecutions;
import dev.stepcache.application.service.ServiceProvider.RunningService;
import dev.stepcache.application.service.ServiceRefused;
import dev.stepcache.application.service.ServiceSettings;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** The service as an HTTP server. */
@Singleton
public final class HttpServer {
  private static final long UNLIMITED = -1; // The body is limited where it is read.

  private final ServiceSettings settings;
  private final AccessPolicy policy;
  private final ServiceState state;
  private final CallFilter filter;
  private final Faults faults;
  private final BadHttp badHttp;
  private final Patience patience;
  private final List<Feature> features;
  private final BackgroundExecutions executions;
  private final List<CallListener> listeners;

  @Inject
  HttpServer(
      ServiceSettings settings,
      AccessPolicy policy,
      ServiceState state,
      CallFilter filter,
      Faults faults,
      BadHttp badHttp,
      Patience patience,
      List<Feature> features,
      BackgroundExecutions executions,
      List<CallListener> listeners) {
    this.settings = settings;
    this.policy = policy;
    this.state = state;
    this.filter = filter;
    this.faults = faults;
    this.badHttp = badHttp;
    this.patience = patience;
    this.features = features;
    this.executions = executions;
    this.listeners = listeners;
  }

  /**
   * Starts; returns when calls are answered.
   *
   * @throws ServiceRefused where it cannot listen, or has no certificate to show
   */
  public RunningService start() {
    boolean started = false;
    try {
      WebServer server = server().build().start();
      started = server.isRunning();
      if (!started) {
        throw new ServiceRefused(
            "%s:%d cannot be listened at".formatted(settings.host(), settings.port()));
      }
      patience.start();
      return new Running(server);
    } catch (IllegalStateException | java.io.UncheckedIOException taken) {
      throw new ServiceRefused(
          "%s:%d cannot be listened at: %s"
              .formatted(settings.host(), settings.port(), taken.getMessage()));
    } finally {
      if (!started) {
        executions.close();
        listeners.forEach(CallListener::noMore);
      }
    }
  }

  private WebServerConfig.Builder server() {
    HttpRouting.Builder routing = HttpRouting.builder();
    routing.addFilter(filter);
    faults.route(routing);
    features.forEach(feature -> feature.route(routing));
    WebServerConfig.Builder server =
        WebServer.builder()
            .host(settings.host())
            .port(settings.port())
            .shutdownHook(false)
            .shutdownGracePeriod(settings.grace())
            .maxPayloadSize(UNLIMITED)
            .protocolsDiscoverServices(false)
            .addConnectionSelector(patience)
            .directHandlers(badHttp.forAll())
            .addRouting(routing);
    settings.tls().map(Certificates::of).ifPresent(server::tls);
    return server;
  }

  private final class Running implements RunningService {
    private final WebServer server;

    private Running(WebServer server) {
      this.server = server;
    }

    @Override
    public String address() {
      return "%s://%s:%d"
          .formatted(
              settings.tls().isPresent() ? "https" : "http",
              spelled(settings.host()),
              server.port());
    }

    private static String spelled(String host) {
      return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    @Override
    public boolean isAccessControlled() {
      return policy.isControlled();
    }

    /** Still tells how it is while executions end, and that it is not ready. */
    @Override
    public void close() {
      state.end();
      executions.close();
      server.stop();
      patience.close();
      listeners.forEach(CallListener::noMore);
    }
  }
}

package dev.stepcache.http.server;

import dev.stepcache.application.service.BackgroundExecutions;
import dev.stepcache.application.service.ServiceProvider.RunningService;
import dev.stepcache.application.service.ServiceSettings;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** The service as an HTTP server. */
@Singleton
public final class HttpServer {
  private final ServiceSettings settings;
  private final CallFilter filter;
  private final List<Feature> features;
  private final BackgroundExecutions executions;

  @Inject
  HttpServer(
      ServiceSettings settings,
      CallFilter filter,
      List<Feature> features,
      BackgroundExecutions executions) {
    this.settings = settings;
    this.filter = filter;
    this.features = features;
    this.executions = executions;
  }

  /** Starts; returns when calls are answered. */
  public RunningService start() {
    HttpRouting.Builder routing = HttpRouting.builder();
    routing.addFilter(filter);
    features.forEach(feature -> feature.route(routing));
    WebServer server =
        WebServer.builder()
            .host(settings.host())
            .port(settings.port())
            .shutdownHook(false)
            .shutdownGracePeriod(settings.grace())
            .maxPayloadSize(settings.maxBody())
            .addRouting(routing)
            .build()
            .start();
    return new Running(server);
  }

  private final class Running implements RunningService {
    private final WebServer server;

    private Running(WebServer server) {
      this.server = server;
    }

    @Override
    public String address() {
      return "%s://%s:%d"
          .formatted(settings.tls().isPresent() ? "https" : "http", settings.host(), server.port());
    }

    @Override
    public boolean isAccessControlled() {
      return settings.access().orElse(false);
    }

    @Override
    public void close() {
      server.stop();
      executions.close();
    }
  }
}

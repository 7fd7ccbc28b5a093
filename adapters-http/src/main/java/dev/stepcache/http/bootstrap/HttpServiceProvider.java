package dev.stepcache.http.bootstrap;

import dev.stepcache.application.UseCases;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.Membership;
import dev.stepcache.application.service.ServiceProvider;
import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.http.operation.ServiceMetrics;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the HTTP service. */
public final class HttpServiceProvider implements ServiceProvider {
  /** Kept, so that its level is. What it tells of its starts and stops is of no use to anybody. */
  private static final Logger SERVER = Logger.getLogger("io.helidon");

  @Override
  public RunningService start(UseCases useCases, Store store, ServiceSettings settings) {
    SERVER.setLevel(Level.WARNING);
    Membership.join(store, useCases.objects());
    ServiceMetrics metrics = new ServiceMetrics();
    return DaggerServiceComponent.factory()
        .create(useCases, TimedStore.of(store, metrics), settings, metrics)
        .service()
        .start();
  }
}

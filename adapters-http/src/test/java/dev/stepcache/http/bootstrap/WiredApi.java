package dev.stepcache.http.bootstrap;

import dagger.BindsInstance;
import dagger.Component;
import dev.stepcache.application.UseCases;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.http.operation.ServiceMetrics;
import dev.stepcache.http.rest.RestApi;
import jakarta.inject.Singleton;

/** The REST API as the service wires it, for tests that look into it. */
@Singleton
@Component(modules = ServiceModule.class)
public interface WiredApi {
  RestApi api();

  /** The API of a service. */
  static RestApi of(UseCases useCases, Store store, ServiceSettings settings) {
    return DaggerWiredApi.factory().create(useCases, store, settings, new ServiceMetrics()).api();
  }

  /** Wires. */
  @Component.Factory
  interface Factory {
    WiredApi create(
        @BindsInstance UseCases useCases,
        @BindsInstance Store store,
        @BindsInstance ServiceSettings settings,
        @BindsInstance ServiceMetrics metrics);
  }
}

package dev.stepcache.http.bootstrap;

import dagger.BindsInstance;
import dagger.Component;
import dev.stepcache.application.UseCases;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.http.operation.ServiceMetrics;
import dev.stepcache.http.server.HttpServer;
import jakarta.inject.Singleton;

/** The service over the use cases that it was given. */
@Singleton
@Component(modules = ServiceModule.class)
interface ServiceComponent {
  HttpServer service();

  /** Makes services. */
  @Component.Factory
  interface Factory {
    ServiceComponent create(
        @BindsInstance UseCases useCases,
        @BindsInstance Store store,
        @BindsInstance ServiceSettings settings,
        @BindsInstance ServiceMetrics metrics);
  }
}

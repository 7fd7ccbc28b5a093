package dev.stepcache.cli.bootstrap;

import dagger.BindsInstance;
import dagger.Component;
import dev.stepcache.cli.command.Session;
import dev.stepcache.cli.command.Settings;
import jakarta.inject.Singleton;

/** The use cases over the history, the object store and the runner that the settings name. */
@Singleton
@Component(modules = {SessionModule.class, StorageModule.class, RunnerModule.class})
interface SessionComponent extends Session {

  @Override
  default void close() {
    opened().close();
  }

  Opened opened();

  /** Opens sessions. */
  @Component.Factory
  interface Factory extends Session.Factory {
    @Override
    SessionComponent open(@BindsInstance Settings settings);
  }
}

package dev.stepcache.cli.bootstrap;

import dagger.Module;
import dagger.Provides;
import dev.stepcache.application.Identifiers;
import dev.stepcache.application.JournalledRunHistory;
import dev.stepcache.application.RunJournal;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.Store;
import dev.stepcache.cli.command.Settings;
import dev.stepcache.persistence.jooq.RunHistories;
import dev.stepcache.persistence.jooq.Stores;
import dev.stepcache.persistence.objects.ObjectStores;
import dev.stepcache.persistence.objects.S3ObjectStores;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The stores that the settings name. */
@Module
interface StorageModule {

  @Provides
  @Singleton
  static RunHistory history(Settings settings, Identifiers identifiers, Opened opened) {
    return switch (settings.historyNeed()) {
      case ALWAYS -> opened.add(open(settings));
      case AT_START -> {
        JournalledRunHistory history = opened.add(journalled(settings, identifiers));
        history.reach();
        yield history;
      }
      case NEVER -> opened.add(journalled(settings, identifiers));
    };
  }

  private static RunHistory open(Settings settings) {
    return RunHistories.open(settings.history(), InstantSource.system());
  }

  private static JournalledRunHistory journalled(Settings settings, Identifiers identifiers) {
    return new JournalledRunHistory(
        () -> open(settings),
        new RunJournal(settings.state().resolve("journal"), identifiers.owner()),
        identifiers,
        InstantSource.system());
  }

  @Provides
  @Singleton
  static Store store(Settings settings, Opened opened) {
    return opened.add(Stores.open(settings.history(), InstantSource.system()));
  }

  @Provides
  @Singleton
  static ObjectStore objects(Settings settings) {
    return settings.objectsAreInS3()
        ? S3ObjectStores.open(
            AmazonAccess.of(settings.environment()),
            settings.objects(),
            settings.definitions(),
            InstantSource.system())
        : ObjectStores.open(settings.objects(), settings.definitions(), InstantSource.system());
  }
}

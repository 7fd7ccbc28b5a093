package dev.stepcache.persistence.application;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.persistence.jooq.RunHistories;
import dev.stepcache.persistence.memory.InMemoryRunHistory;
import java.nio.file.Path;
import java.time.InstantSource;

/** Where a history is kept. */
enum Store {
  MEMORY {
    @Override
    RunHistory open(Path folder, InstantSource clock) {
      return new InMemoryRunHistory(clock);
    }
  },
  SQLITE {
    @Override
    RunHistory open(Path folder, InstantSource clock) {
      // Durability is not what is tested here.
      String url = "jdbc:sqlite:" + folder.resolve("history.db") + "?synchronous=OFF";
      return RunHistories.open(url, clock);
    }
  };

  abstract RunHistory open(Path folder, InstantSource clock);
}

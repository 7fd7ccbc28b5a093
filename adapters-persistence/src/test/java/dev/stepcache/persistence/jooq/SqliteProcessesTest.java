package dev.stepcache.persistence.jooq;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("SPEC 10: several processes on one SQLite file:")
final class SqliteProcessesTest implements ProcessesContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir Path folder;

  @Override
  public String newHistory() {
    return "jdbc:sqlite:" + folder.resolve("not/there/yet-" + COUNT.incrementAndGet() + ".db");
  }
}

package dev.stepcache.benchmarks;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.persistence.jooq.BulkLoad;
import dev.stepcache.persistence.jooq.RunHistories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** A whole history moved from one SQLite file to another by two processes with little memory. */
final class Transfers {
  private static final String HEAP = "256m";

  private Transfers() {}

  static void measure(Path folder, int runs) throws Exception {
    Table.chapter("A history of %,d runs moved in %s of heap".formatted(runs, HEAP));
    Launcher launcher = new Launcher(folder);
    Path from = folder.resolve("from.db");
    fill("jdbc:sqlite:" + from, runs);
    time(
        "export",
        runs,
        () ->
            launcher
                .stepcacheInHeap(HEAP, "export --history jdbc:sqlite:%s facts".formatted(from))
                .said());
    // There may not be room for both.
    Files.delete(from);
    time(
        "import",
        runs,
        () ->
            launcher
                .stepcacheInHeap(
                    HEAP,
                    "import --history jdbc:sqlite:%s facts".formatted(folder.resolve("to.db")))
                .said());
  }

  private static void fill(String url, int runs) throws Exception {
    Past past = new Past(Past.SMALL_STEP);
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      history.importAll(past.records(0));
    }
    try (BulkLoad load = BulkLoad.into(url)) {
      load.runs(past.runs(runs).iterator());
    }
  }

  private static void time(String name, int runs, SideBySide.Call call) throws Exception {
    long start = System.nanoTime();
    String said = String.valueOf(call.make()).strip();
    double seconds = (System.nanoTime() - start) / 1e9;
    Table.note(
        "%s takes %,.0f s, %,.0f runs a second: %s".formatted(name, seconds, runs / seconds, said));
  }
}

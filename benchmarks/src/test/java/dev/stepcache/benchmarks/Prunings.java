package dev.stepcache.benchmarks;

import dev.stepcache.application.Identifiers;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pruned;
import dev.stepcache.benchmarks.Past.Asked;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.persistence.jooq.BulkLoad;
import dev.stepcache.persistence.jooq.RunHistories;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A history pruned while others record, and how long these wait for it. */
final class Prunings {
  private static final int WRITERS = 8;
  private static final Duration BETWEEN_RECORDS = Duration.ofMillis(5);
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final Past past;
  private final Random random = new Random(1);
  private final Identifiers identifiers = new Identifiers(random);
  private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
  private final RunHistory history;
  private volatile boolean isOver;

  private Prunings(RunHistory history, Past past) {
    this.history = history;
    this.past = past;
  }

  static void onSqlite(Path folder, int runs) throws Exception {
    measure("SQLite", "jdbc:sqlite:" + folder.resolve("history.db"), runs);
  }

  static void onMySql(int runs) throws Exception {
    try (MySqlDatabases databases = new MySqlDatabases()) {
      measure("MySQL", databases.make(1), runs);
    }
  }

  private static void measure(String store, String url, int runs) throws Exception {
    Past past = new Past(Past.SMALL_STEP);
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      history.importAll(past.records(0));
    }
    try (BulkLoad load = BulkLoad.into(url)) {
      load.runs(past.runs(runs).iterator());
    }
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      Table.chapter("The older half of %,d runs pruned on %s".formatted(runs, store));
      new Prunings(history, past).measure();
    }
  }

  private void measure() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(threads.submit(writer()));
      }
      Thread.sleep(QUIET);
      print("before");
      long start = System.nanoTime();
      Pruned pruned = history.prune(past.middle());
      double seconds = (System.nanoTime() - start) / 1e9;
      print("meanwhile");
      Table.note(
          "%,d runs pruned in %.1f s, %,.0f a second"
              .formatted(pruned.runs(), seconds, pruned.runs() / seconds));
      isOver = true;
      for (Future<Integer> writer : writers) {
        writer.get();
      }
    }
  }

  private Callable<Integer> writer() {
    return () -> {
      int recorded = 0;
      while (!isOver) {
        Asked asked = past.known(random);
        Instant at = Instant.now();
        Executing run =
            new Executing(identifiers.run(at), asked.scope(), asked.key(), Optional.empty(), at);
        long start = System.nanoTime();
        history.complete(Past.succeeded(run, at, recorded), Optional.empty());
        waits.add(System.nanoTime() - start);
        recorded++;
        Thread.sleep(BETWEEN_RECORDS);
      }
      return recorded;
    };
  }

  private void print(String when) {
    synchronized (waits) {
      List<Long> sorted = waits.stream().sorted().toList();
      Table.note(
          "%-10s %,6d runs recorded; one takes %s, 1 of 100 %s, the longest %s"
              .formatted(
                  when,
                  sorted.size(),
                  Table.time(sorted.get(sorted.size() / 2)),
                  Table.time(sorted.get(sorted.size() * 99 / 100)),
                  Table.time(sorted.get(sorted.size() - 1))));
      waits.clear();
    }
  }
}

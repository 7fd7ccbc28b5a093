package dev.stepcache.benchmarks;

import dev.stepcache.application.Identifiers;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.benchmarks.Past.Asked;
import dev.stepcache.benchmarks.SideBySide.Times;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.cache.MissReason.AttributesChanged;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.cache.OutputCheck;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.persistence.jooq.BulkLoad;
import dev.stepcache.persistence.jooq.RunHistories;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Decisions among millions of runs, and among a hundred thousand runs of one signature, beside the
 * same among ten thousand.
 */
final class LongHistories implements AutoCloseable {
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final int ROUNDS = 21;
  private static final int FEW = 10_000;

  /** How many runs there are of each of the steps below, all of one signature. */
  private static final int OF_ONE = 100_000;

  /** Fails, is stopped, succeeds, and succeeds and is retracted, in turn. */
  private static final int CHANGING = 0;

  /** Succeeded once, and then failed ever since. */
  private static final int FAILING = 1;

  private static final String NO_GROWTH = "<= 1.3";

  private static final ExpireAfter A_MONTH = ExpireAfter.parse("30d").get();
  private static final Duration LENGTH = Duration.ofDays(10);

  private final Past past = new Past(Past.SMALL_STEP);
  private final Random random = new Random(1);
  private final Identifiers identifiers = new Identifiers(random);
  private final String store;
  private final int many;
  private final RunHistory few;
  private final RunHistory all;

  private LongHistories(String store, String urlOfFew, String urlOfMany, int many)
      throws Exception {
    Table.chapter("Decisions in a long history on " + store);
    this.store = store;
    this.many = many;
    few = RunHistories.open(urlOfFew, InstantSource.system());
    few.importAll(past.records(FEW));
    RunHistory empty = RunHistories.open(urlOfMany, InstantSource.system());
    empty.importAll(past.records(0));
    empty.close();
    load(urlOfMany);
    all = RunHistories.open(urlOfMany, InstantSource.system());
  }

  static void onSqlite(Path folder, int runs) throws Exception {
    try (LongHistories histories =
        new LongHistories(
            "SQLite",
            "jdbc:sqlite:" + folder.resolve("few.db"),
            "jdbc:sqlite:" + folder.resolve("many.db"),
            runs)) {
      histories.measure();
    }
  }

  static void onMySql(int runs) throws Exception {
    try (MySqlDatabases databases = new MySqlDatabases();
        LongHistories histories =
            new LongHistories("MySQL", databases.make(FEW), databases.make(runs), runs)) {
      histories.measure();
    }
  }

  private void load(String url) throws Exception {
    long start = System.nanoTime();
    try (BulkLoad load = BulkLoad.into(url)) {
      load.runs(past.runs(many).iterator());
      List<StepRun> changing = ofOne(CHANGING, LongHistories::changing);
      load.runs(changing.iterator());
      load.retract(
          IntStream.range(0, OF_ONE)
              .filter(i -> i % 4 == 3)
              .mapToObj(i -> changing.get(i).id())
              .toList(),
          Instant.now());
      load.runs(ofOne(FAILING, (i, run) -> i == 0 ? succeeded(run, i) : failed(run)).iterator());
    }
    Table.note(
        "%,d runs and %,d of one signature, twice, loaded into %s in %.0f s"
            .formatted(many, OF_ONE, store, (System.nanoTime() - start) / 1e9));
  }

  /** Every fourth of these is retracted besides. */
  private static StepRun changing(int number, Executing run) {
    return switch (number % 4) {
      case 0 -> failed(run);
      case 1 -> run.stop(run.startedAt(), "stopped by a user");
      default -> succeeded(run, number);
    };
  }

  private static StepRun failed(Executing run) {
    return run.fail(run.startedAt(), "exit code 1");
  }

  private static StepRun succeeded(Executing run, int number) {
    return Past.succeeded(run, run.startedAt(), number);
  }

  @FunctionalInterface
  private interface End {
    StepRun of(int number, Executing run);
  }

  /** The first of them is the earliest. */
  private List<StepRun> ofOne(int step, End end) {
    Asked asked = past.apart(step);
    Instant begin = Instant.now().minus(LENGTH);
    return IntStream.range(0, OF_ONE)
        .mapToObj(i -> {
          Instant at = begin.plus(LENGTH.multipliedBy(i).dividedBy(OF_ONE));
          return end.of(
              i,
              new Executing(identifiers.run(at), asked.scope(), asked.key(), Optional.empty(), at));
        })
        .toList();
  }

  private void measure() throws Exception {
    Asked changing = past.apart(CHANGING);
    Asked failing = past.apart(FAILING);
    Asked changed = past.unknownApart(CHANGING);
    String hitInMany = "hit, %,d runs".formatted(many);
    String missInMany = "miss, %,d runs".formatted(many);
    String hitInFew = "hit, %,d runs".formatted(FEW);
    String missInFew = "miss, %,d runs".formatted(FEW);
    String hitOfChanging = "hit, %,d of its signature".formatted(OF_ONE);
    String hitOfFailing = "hit, %,d failed since".formatted(OF_ONE);
    String missInChanging = "miss, %,d of its step".formatted(OF_ONE);
    Times hits =
        new SideBySide()
            .with(hitInFew, () -> hit(few, past.known(random)))
            .with(hitInMany, () -> hit(all, past.known(random)))
            .with(hitOfChanging, () -> hit(all, changing))
            .with(hitOfFailing, () -> hit(all, failing))
            .measure(WARM_UP, ROUNDS, 200);
    Times misses =
        new SideBySide()
            .with(missInFew, () -> miss(few, past.unknown(random)))
            .with(missInMany, () -> miss(all, past.unknown(random)))
            .with(missInChanging, () -> miss(all, changed))
            .measure(WARM_UP, ROUNDS, 40);
    Table.line(hits, hitInMany, hitInFew, NO_GROWTH);
    Table.line(hits, hitOfChanging, hitInFew, NO_GROWTH);
    Table.line(hits, hitOfFailing, hitInFew, NO_GROWTH);
    Table.line(misses, missInMany, missInFew, NO_GROWTH);
    Table.line(misses, missInChanging, missInFew, "<= 20 ms");
  }

  private static Outcome decide(RunHistory history, Asked asked) {
    return new CachePolicy.Enabled(A_MONTH, false)
        .decide(asked.key(), history.pastRuns(asked.scope()), OutputCheck.NONE, Instant.now());
  }

  private static Outcome hit(RunHistory history, Asked asked) {
    if (decide(history, asked) instanceof Outcome.Hit hit) {
      return hit;
    }
    throw new IllegalStateException("no hit of " + asked.step().name());
  }

  private static Outcome miss(RunHistory history, Asked asked) {
    Outcome outcome = decide(history, asked);
    if (outcome instanceof Outcome.Miss(AttributesChanged changed)
        && changed.changed().size() == 1) {
      return outcome;
    }
    throw new IllegalStateException("no miss by one changed attribute: " + outcome);
  }

  @Override
  public void close() {
    few.close();
    all.close();
  }
}

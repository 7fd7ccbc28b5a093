package dev.stepcache.benchmarks;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.benchmarks.Past.Asked;
import dev.stepcache.benchmarks.SideBySide.Times;
import dev.stepcache.persistence.jooq.BareJdbc;
import dev.stepcache.persistence.jooq.RunHistories;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One decision, from a step at hand to hit or miss, beside its queries in bare JDBC, and in a long
 * history beside the same in a short one.
 */
final class Decisions implements AutoCloseable {
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final int ROUNDS = 21;

  private static final String HIT = "hit";
  private static final String LOOKUP = "hit by name";
  private static final String MISS = "miss";
  private static final String ONE_QUERY = "JDBC, 1 query";
  private static final String ALL_QUERIES = "JDBC, 7 queries";

  private final Path folder;
  private final String targetOfHit;
  private final Past past = new Past();
  private final Random random = new Random(1);
  private final List<History> histories = new ArrayList<>();

  /** A history that is asked in both ways. */
  private record History(int runs, RunHistory history, Decider decider, BareJdbc bare) {

    String named(String call) {
      return "%s, %,d runs".formatted(call, runs);
    }
  }

  private Decisions(Path folder, String targetOfHit) {
    this.folder = folder;
    this.targetOfHit = targetOfHit;
  }

  static void onSqlite(Path folder, List<Integer> sizes) throws Exception {
    Table.chapter("One decision on SQLite");
    try (Decisions decisions = new Decisions(folder, "<= 1.7")) {
      for (int runs : sizes) {
        decisions.load("jdbc:sqlite:" + folder.resolve(runs + ".db"), runs);
      }
      decisions.measure();
    }
  }

  static void onMySql(Path folder, List<Integer> sizes) throws Exception {
    Table.chapter("One decision on MySQL");
    try (MySqlDatabases databases = new MySqlDatabases();
        Decisions decisions = new Decisions(folder, "<= 1.15")) {
      for (int runs : sizes) {
        decisions.load(databases.make(runs), runs);
      }
      decisions.measure();
    }
  }

  private void load(String url, int runs) throws Exception {
    RunHistory history = RunHistories.open(url, InstantSource.system());
    long start = System.nanoTime();
    history.importAll(past.records(runs));
    Table.note("%,d runs imported in %.1f s".formatted(runs, (System.nanoTime() - start) / 1e9));
    histories.add(new History(runs, history, Decider.on(history, folder), BareJdbc.open(url)));
  }

  private void measure() throws Exception {
    SideBySide hits = new SideBySide();
    SideBySide misses = new SideBySide();
    for (History at : histories) {
      hits.with(at.named(HIT), () -> at.decider().hit(past.known(random)))
          .with(at.named(LOOKUP), () -> at.decider().hitByName(past.known(random)))
          .with(at.named(ONE_QUERY), () -> bareHit(at, past.known(random)));
      misses
          .with(at.named(MISS), () -> at.decider().miss(past.unknown(random)))
          .with(at.named(ALL_QUERIES), () -> bareMiss(at, past.unknown(random)));
    }
    Times ofHits = hits.measure(WARM_UP, ROUNDS, 200);
    print(ofHits, HIT, ONE_QUERY, targetOfHit);
    print(ofHits, LOOKUP, ONE_QUERY, "");
    print(misses.measure(WARM_UP, ROUNDS, 40), MISS, ALL_QUERIES, "");
  }

  private void print(Times times, String call, String beside, String target) {
    for (History at : histories) {
      Table.line(times, at.named(call), at.named(beside), target);
    }
    for (History at : histories.subList(1, histories.size())) {
      Table.line(times, at.named(call), histories.get(0).named(call), "<= 1.3");
    }
  }

  private static Object bareHit(History at, Asked asked) throws Exception {
    return at.bare().hit(asked.scope(), asked.signature(), Instant.now());
  }

  private static Object bareMiss(History at, Asked asked) throws Exception {
    return at.bare().miss(asked.scope(), asked.signature(), Instant.now());
  }

  @Override
  public void close() throws SQLException {
    for (History history : histories) {
      history.bare().close();
      history.history().close();
    }
  }
}

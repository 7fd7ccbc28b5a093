package dev.stepcache.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.persistence.memory.InMemoryRunHistory;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One decision, from a step of 2 kB to hit or miss, on a history that is a heap's, beside SHA-256
 * of the step's canonical bytes.
 */
@State(Scope.Benchmark)
public class DecisionsInMemory {
  private static final int FEW = 100;
  private static final int MANY = 2_000;

  /** How many runs the history has. */
  @Param({"100", "2000"})
  public int runs = FEW;

  private final Past past = new Past();
  private final Random random = new Random(1);
  private final byte[] canonical = past.known(random).key().canonical().getBytes(UTF_8);
  private Decider decider = decider();

  static void measure() throws Exception {
    Table.chapter("One decision in process, on a history in memory, for a step of 2 kB");
    String hit = "hit, %,d runs";
    String miss = "miss, %,d runs";
    String sha = "SHA-256 of its key";
    SideBySide.Times times =
        new Microbenchmarks(DecisionsInMemory.class)
            .with(hit.formatted(FEW), "hit", "runs", FEW)
            .with(hit.formatted(MANY), "hit", "runs", MANY)
            .with(miss.formatted(FEW), "miss", "runs", FEW)
            .with(miss.formatted(MANY), "miss", "runs", MANY)
            .with(sha, "sha256", "runs", FEW)
            .measure();
    for (int runs : new int[] {FEW, MANY}) {
      Table.line(times, hit.formatted(runs), sha, "<= 20 us");
      Table.line(times, miss.formatted(runs), sha, "");
    }
  }

  @Setup
  public void fill() {
    decider = decider();
  }

  private Decider decider() {
    InMemoryRunHistory history = new InMemoryRunHistory(InstantSource.system());
    history.importAll(past.records(runs));
    return Decider.on(history, Path.of("target"));
  }

  @Benchmark
  public CacheDecision hit() {
    return decider.hit(past.known(random, runs));
  }

  @Benchmark
  public CacheDecision miss() {
    return decider.miss(past.unknown(random));
  }

  @Benchmark
  public byte[] sha256() throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(canonical);
  }
}

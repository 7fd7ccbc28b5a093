package dev.stepcache.benchmarks;

import dev.stepcache.application.Identifiers;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.benchmarks.Past.Asked;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.persistence.jooq.BareWrites;
import dev.stepcache.persistence.jooq.RunHistories;
import java.nio.file.Path;
import java.sql.SQLException;
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
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Facts recorded by many threads, each of which waits until its own is durable, and by one alone;
 * beside the same rows inserted by bare JDBC.
 */
final class Recordings implements AutoCloseable {
  private static final int ROUNDS = Integer.getInteger("benchmarks.rounds", 11);
  private static final int ROUNDS_OF_WARM_UP = 3;
  private static final int WRITERS = 100;
  private static final int FACTS = 3_000;
  private static final int FACTS_OF_ONE = 100;
  private static final int BATCH = 100;

  private static final String BATCHES = "the same rows in batches of 100";
  private static final String SINGLES = "the same rows one by one";

  private final Past past = new Past();
  private final Random random = new Random(1);
  private final Identifiers identifiers = new Identifiers(random);
  private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Subject> subjects;
  private final RunHistory history;
  private final BareWrites bare;

  private Recordings(String url) throws Exception {
    history = RunHistories.open(url, InstantSource.system());
    bare = BareWrites.open(url);
    subjects =
        List.of(
            new Subject("runs ended", FACTS, this::ended, BATCHES, this::endedBare),
            new Subject(
                "runs started, then ended", FACTS, this::started, BATCHES, this::startedBare),
            new Subject("steps of executions", FACTS, this::kept, BATCHES, this::keptBare),
            new Subject(
                "runs ended by one thread",
                FACTS_OF_ONE,
                this::endedByOne,
                SINGLES,
                this::singles));
  }

  static void onSqlite(Path folder) throws Exception {
    measure("SQLite", "jdbc:sqlite:" + folder.resolve("history.db"));
  }

  static void onMySql() throws Exception {
    try (MySqlDatabases databases = new MySqlDatabases()) {
      measure("MySQL", databases.make(1));
    }
  }

  private static void measure(String store, String url) throws Exception {
    Table.chapter(
        "Facts recorded a second on %s, by %d threads that wait for each of theirs"
            .formatted(store, WRITERS));
    try (Recordings recordings = new Recordings(url)) {
      for (int round = -ROUNDS_OF_WARM_UP; round < ROUNDS; round++) {
        for (Subject subject : recordings.subjects) {
          subject.measure(round >= 0);
        }
      }
      recordings.subjects.forEach(Subject::print);
    }
  }

  /** What is to be timed, made ready before. */
  @FunctionalInterface
  private interface Preparation {
    Callable<?> prepare();
  }

  /** Facts a second, recorded in two ways by turns. */
  private static final class Subject {
    private final String name;
    private final int facts;
    private final Preparation recorded;
    private final String beside;
    private final Preparation bare;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> bareRates = new ArrayList<>();

    Subject(String name, int facts, Preparation recorded, String beside, Preparation bare) {
      this.name = name;
      this.facts = facts;
      this.recorded = recorded;
      this.beside = beside;
      this.bare = bare;
    }

    void measure(boolean isCounted) throws Exception {
      double rate = rate(recorded);
      double bareRate = rate(bare);
      if (isCounted) {
        rates.add(rate);
        bareRates.add(bareRate);
      }
    }

    private double rate(Preparation preparation) throws Exception {
      Callable<?> prepared = preparation.prepare();
      long start = System.nanoTime();
      SideBySide.answer = prepared.call();
      return facts / ((System.nanoTime() - start) / 1e9);
    }

    void print() {
      List<Double> ratios =
          IntStream.range(0, rates.size())
              .mapToObj(round -> rates.get(round) / bareRates.get(round))
              .toList();
      Table.note(
          "%-26s %,8.0f  beside %-32s %,8.0f  ratio %.2f (%.2f to %.2f)"
              .formatted(
                  name,
                  median(rates),
                  beside,
                  median(bareRates),
                  median(ratios),
                  Collections.min(ratios),
                  Collections.max(ratios)));
    }
  }

  private Callable<?> ended() {
    List<StepRun.Ended> runs = runs(FACTS);
    return () -> byAll(runs, run -> history.complete(run, Optional.empty()));
  }

  private Callable<?> endedBare() {
    return bare(bare.runs(runs(FACTS)), BATCH);
  }

  private Callable<?> started() {
    List<StepRun.Ended> runs = runs(FACTS);
    return () ->
        byAll(
            runs,
            run -> {
              history.start(run.started(), Optional.empty());
              history.complete(run, Optional.empty());
            });
  }

  private Callable<?> startedBare() {
    List<StepRun.Ended> runs = runs(FACTS);
    BareWrites.Rows starts = bare.starts(runs);
    BareWrites.Rows ends = bare.ends(runs);
    return () -> {
      bare.write(starts, BATCH);
      bare.write(ends, BATCH);
      return runs;
    };
  }

  private Callable<?> kept() {
    ExecutionId execution = identifiers.execution();
    List<ExecutedStep> steps = steps(FACTS);
    return () -> byAll(steps, step -> history.keep(execution, step));
  }

  private Callable<?> keptBare() {
    return bare(bare.steps(identifiers.execution(), steps(FACTS)), BATCH);
  }

  private Callable<?> endedByOne() {
    List<StepRun.Ended> runs = runs(FACTS_OF_ONE);
    return () -> {
      runs.forEach(run -> history.complete(run, Optional.empty()));
      return runs;
    };
  }

  private Callable<?> singles() {
    return bare(bare.runs(runs(FACTS_OF_ONE)), 1);
  }

  private Callable<?> bare(BareWrites.Rows rows, int batch) {
    return () -> {
      bare.write(rows, batch);
      return rows;
    };
  }

  /** Divides facts among the writers; answers when all are recorded. */
  private <T> int byAll(List<T> facts, Consumer<T> record) throws Exception {
    List<Callable<Integer>> shares =
        IntStream.range(0, WRITERS)
            .<Callable<Integer>>mapToObj(writer ->
                () -> {
                  int recorded = 0;
                  for (int i = writer; i < facts.size(); i += WRITERS) {
                    record.accept(facts.get(i));
                    recorded++;
                  }
                  return recorded;
                })
            .toList();
    int recorded = 0;
    for (Future<Integer> share : writers.invokeAll(shares)) {
      recorded += share.get();
    }
    return recorded;
  }

  private List<StepRun.Ended> runs(int number) {
    return IntStream.range(0, number)
        .<StepRun.Ended>mapToObj(i -> {
          Instant at = Instant.now();
          Asked asked = past.known(random);
          return Past.succeeded(
              new Executing(identifiers.run(at), asked.scope(), asked.key(), Optional.empty(), at),
              at,
              i);
        })
        .toList();
  }

  private List<ExecutedStep> steps(int number) {
    Instant at = Instant.now();
    return IntStream.range(0, number)
        .mapToObj(i -> {
          Asked asked = past.known(random);
          return new ExecutedStep(
              i,
              new StepName("step-" + i),
              asked.step().type(),
              ExecutedStep.Status.SUCCEEDED,
              Optional.of(identifiers.run(at)),
              Optional.empty(),
              Optional.empty(),
              Optional.of(asked.json()),
              Optional.empty(),
              1,
              0,
              at,
              Optional.of(at),
              Optional.empty());
        })
        .toList();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  @Override
  public void close() throws SQLException {
    writers.close();
    bare.close();
    history.close();
  }
}

package dev.stepcache.persistence.application;

import static dev.stepcache.persistence.application.Steps.processing;

import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.InFlight;
import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.persistence.application.Observed.Act;
import dev.stepcache.persistence.jooq.RunHistories;
import dev.stepcache.persistence.objects.ObjectStores;
import dev.stepcache.persistence.process.JavaProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process of its own with threads that execute pipelines of one step, as run does. It tells what
 * each of them saw, a line for each {@link Observed}.
 */
final class ExecutionProcess {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String ONLY = "only";

  /** What the threads do. */
  enum Work {
    /** Each executes one step once, beside all others; no work ends before all have begun. */
    RUN_TOGETHER,
    /** Each executes one step once, after all others. */
    WAIT_ONCE,
    /** Each executes one step once, with all others. */
    JOIN_ONCE,
    /** Each does many things with several steps, some of which fail. */
    MIX,
    /** Each executes one step once with others, and does not end its work before it is let. */
    JOIN_AND_HOLD
  }

  private final String name;
  private final Path folder;
  private final Work work;
  private final int atOnce;
  private final RunHistory history;
  private final Machine machine;
  private final Map<ExecutionId, Instant> began = new ConcurrentHashMap<>();
  private final Map<ExecutionId, Instant> ended = new ConcurrentHashMap<>();

  private ExecutionProcess(
      String name, Path folder, Work work, int atOnce, RunHistory history, Duration lease) {
    this.name = name;
    this.folder = folder;
    this.work = work;
    this.atOnce = atOnce;
    this.history = history;
    ObjectStore objects = ObjectStores.open(folder.resolve("s3"), folder, CLOCK);
    Jobs jobs = new Jobs(objects, RunKind.REAL);
    for (int key = 0; key < ExecutionMix.KEYS; key++) {
      jobs.let(ExecutionMix.key(key), job -> work(jobs, job));
    }
    jobs.let(ONLY, job -> work(jobs, job));
    this.machine =
        new Machine(folder, history.clock(), history, objects, jobs, InputRule.CONTENT, lease);
  }

  /**
   * Starts such a process.
   *
   * @param atOnce how many threads, of all processes together, are at work at once
   */
  static JavaProcess start(
      String url, String name, Path folder, Work work, int threads, int atOnce, Duration lease)
      throws IOException {
    return JavaProcess.start(
        ExecutionProcess.class,
        List.of(),
        url,
        name,
        folder.toString(),
        work.name(),
        Integer.toString(threads),
        Integer.toString(atOnce),
        lease.toString());
  }

  /** The process itself. */
  public static void main(String[] arguments) throws Exception {
    try (RunHistory history = RunHistories.open(arguments[0], CLOCK)) {
      ExecutionProcess process =
          new ExecutionProcess(
              arguments[1],
              Path.of(arguments[2]),
              Work.valueOf(arguments[3]),
              Integer.parseInt(arguments[5]),
              history,
              Duration.parse(arguments[6]));
      JavaProcess.awaitGo();
      process.observe(Integer.parseInt(arguments[4]));
    }
  }

  private void observe(int threads) throws Exception {
    List<Future<Boolean>> all = new ArrayList<>();
    try (machine;
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        String who = name + "-" + i;
        all.add(
            executor.submit(() -> {
              observe(who);
              return true;
            }));
      }
      for (Future<Boolean> one : all) {
        one.get();
      }
    }
  }

  private void observe(String who) throws InterruptedException {
    switch (work) {
      case RUN_TOGETHER -> say(execute(who, ONLY, Act.RUN));
      case WAIT_ONCE -> say(execute(who, ONLY, Act.WAIT));
      case JOIN_ONCE, JOIN_AND_HOLD -> say(execute(who, ONLY, Act.JOIN));
      case MIX -> mix(who);
    }
  }

  private void mix(String who) throws InterruptedException {
    ExecutionMix mix = new ExecutionMix(who);
    for (int i = 0; i < ExecutionMix.ACTS; i++) {
      String key = mix.key();
      Observed seen =
          switch (mix.act()) {
            case Act act when act == Act.RETRACT -> retract(who, key);
            case Act act when act == Act.REFRESH -> refresh(who, key);
            case Act act -> execute(who, key, act);
          };
      say(seen);
      Thread.sleep(mix.pause());
    }
  }

  private Observed execute(String who, String key, Act act) throws InterruptedException {
    Order order =
        Order.of(processing(key))
            .inFlight(
                switch (act) {
                  case WAIT -> InFlight.WAIT;
                  case JOIN -> InFlight.JOIN;
                  default -> InFlight.RUN;
                });
    Instant begin = CLOCK.instant();
    ExecutionReport report =
        machine
            .executor()
            .begin(
                (act == Act.AGAIN ? order.refreshing(key) : order).requiringHistory().request(),
                new ExecutionListener() {
                  @Override
                  public void warned(String message) {
                    say(message);
                  }
                })
            .getOrElseThrow(refusal -> new AssertionError(refusal.message()))
            .await();
    Instant end = CLOCK.instant();
    StepReport step = report.steps().get(0);
    ExecutedStep kept = history.steps(report.execution()).get(0);
    String run = kept.source().or(kept::run).map(StepRunId::text).orElse("");
    return new Observed(
        who,
        key,
        act,
        run,
        begin,
        began.getOrDefault(report.execution(), end),
        ended.getOrDefault(report.execution(), end),
        end,
        step.decision().decidedAt(),
        Bench.reason(step.decision()));
  }

  /** Retracts the latest run; does nothing where there is none. */
  private Observed retract(String who, String key) {
    Instant begin = CLOCK.instant();
    Instant at = history.clock().instant();
    String run =
        LinearOrder.runs(history, key).stream()
            .findFirst()
            .map(StepRun::id)
            .map(id -> {
              history.retract(id, at, "retracted");
              return id.text();
            })
            .orElse("");
    Instant end = CLOCK.instant();
    return new Observed(who, key, Act.RETRACT, run, begin, end, end, end, at, "");
  }

  private Observed refresh(String who, String key) {
    Instant begin = CLOCK.instant();
    Instant at = history.clock().instant();
    history
        .findPipeline(Order.PIPELINE)
        .ifPresent(pipeline -> history.refresh(pipeline.id(), Optional.of(new StepName(key)), at));
    Instant end = CLOCK.instant();
    return new Observed(who, key, Act.REFRESH, "", begin, end, end, end, at, "");
  }

  private Result work(Jobs jobs, Job job) throws InterruptedException, IOException {
    began.put(job.execution(), CLOCK.instant());
    Result result =
        switch (work) {
          case RUN_TOGETHER -> {
            Files.createFile(folder.resolve("at-work-" + job.execution()));
            awaitFiles("at-work-", atOnce);
            yield jobs.usual(job);
          }
          case JOIN_AND_HOLD -> {
            say("working " + CLOCK.instant());
            hold();
            yield jobs.usual(job);
          }
          case WAIT_ONCE, JOIN_ONCE -> {
            Thread.sleep(200);
            yield jobs.usual(job);
          }
          case MIX -> {
            SplittableRandom random = new SplittableRandom(job.execution().text().hashCode());
            Thread.sleep(random.nextInt(60));
            yield random.nextInt(5) == 0 ? new Result.Failed("as planned") : jobs.usual(job);
          }
        };
    ended.put(job.execution(), CLOCK.instant());
    return result;
  }

  /** As a container would that nobody can interrupt. */
  private void hold() throws IOException {
    while (true) {
      try {
        awaitFiles("let-" + name, 1);
        return;
      } catch (InterruptedException ignored) {
        say("interrupted, and goes on");
      }
    }
  }

  /** Waits for so many files, which tell other processes and threads what has come to pass. */
  private void awaitFiles(String beginning, int count) throws IOException, InterruptedException {
    while (true) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, beginning + "*")) {
        int found = 0;
        for (Path file : files) {
          found += Files.exists(file) ? 1 : 0;
        }
        if (found >= count) {
          return;
        }
      }
      Thread.sleep(20);
    }
  }

  private static void say(Observed seen) {
    say(seen.line());
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}

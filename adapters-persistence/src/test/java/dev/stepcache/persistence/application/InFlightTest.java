package dev.stepcache.persistence.application;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.persistence.application.Bench.reasons;
import static dev.stepcache.persistence.application.Bench.step;
import static dev.stepcache.persistence.application.Steps.processing;
import static dev.stepcache.persistence.application.Steps.uncached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.InFlight;
import dev.stepcache.application.RunningExecution;
import dev.stepcache.application.port.Execution.Status;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "of a history in {0}")
@EnumSource
@DisplayName("X6: A run in flight")
@Timeout(60)
class InFlightTest {
  private static final Order STEP = Order.of(processing("A"));

  @TempDir Path folder;
  private final Store store;
  private final SettableClock clock = new SettableClock();
  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private RunHistory history;
  private Bench bench;

  InFlightTest(Store store) {
    this.store = store;
  }

  @BeforeEach
  void set_up() {
    history = store.open(folder, clock);
    bench = new Bench(folder, clock, history);
  }

  @AfterEach
  void clear_up() {
    mayEnd.countDown();
    threads.close();
    bench.close();
    history.close();
  }

  @Test
  @DisplayName("R7: is no reason to wait where the user does not ask for that: both run")
  void both_run() throws Exception {
    Future<ExecutionReport> first = inFlight(bench.jobs::usual);
    try (Bench other = new Bench(folder, clock, history)) {
      assertThat(reasons(other.succeed(STEP))).containsExactly(entry("A", "IN_PROGRESS"));
    }
    mayEnd.countDown();
    assertThat(first.get().status()).isEqualTo(Status.SUCCEEDED);
    assertThat(bench.runs("A")).hasSize(2).allMatch(run -> run.run() instanceof StepRun.Succeeded);
  }

  @ParameterizedTest
  @DisplayName("that succeeds is a hit for those who waited for it or joined it")
  @EnumSource(names = {"WAIT", "JOIN"})
  void that_succeeds_is_a_hit(InFlight rule) throws Exception {
    Future<ExecutionReport> first = inFlight(bench.jobs::usual);
    try (Bench other = new Bench(folder, clock, history)) {
      Future<ExecutionReport> second = threads.submit(() -> other.run(STEP.inFlight(rule)));
      awaitWaiting(other);
      mayEnd.countDown();
      assertThat(reasons(second.get())).containsExactly(entry("A", "REUSED"));
      Outcome.Hit hit = (Outcome.Hit) step(second.get(), "A").decision().outcome();
      assertThat(hit.source().execution()).contains(first.get().execution());
      assertThat(other.jobs.ran()).isEmpty();
      assertThat(other.waited).containsExactly("A for the end of run " + hit.source().id());
    }
    assertThat(bench.runs("A")).hasSize(1);
  }

  @Test
  @DisplayName("that fails is waited for in vain: the step then runs itself")
  void that_fails_is_waited_for_in_vain() throws Exception {
    Future<ExecutionReport> first =
        inFlight(job -> new Result.Failed("AlgorithmError: exit code 1"));
    try (Bench other = new Bench(folder, clock, history)) {
      Future<ExecutionReport> second =
          threads.submit(() -> other.run(STEP.inFlight(InFlight.WAIT)));
      awaitWaiting(other);
      mayEnd.countDown();
      assertThat(reasons(second.get())).containsExactly(entry("A", "NOT_SUCCEEDED"));
      assertThat(second.get().status()).isEqualTo(Status.SUCCEEDED);
    }
    assertThat(first.get().status()).isEqualTo(Status.FAILED);
  }

  @Test
  @DisplayName("that fails has those fail as well who joined it")
  void that_fails_has_those_fail_who_joined() throws Exception {
    Future<ExecutionReport> first =
        inFlight(job -> new Result.Failed("AlgorithmError: exit code 1"));
    try (Bench other = new Bench(folder, clock, history)) {
      Future<ExecutionReport> second =
          threads.submit(() -> other.run(STEP.inFlight(InFlight.JOIN)));
      awaitWaiting(other);
      mayEnd.countDown();
      assertThat(second.get().status()).isEqualTo(Status.FAILED);
      assertThat(step(second.get(), "A").failureReason().orElseThrow())
          .endsWith("which it joined, failed: AlgorithmError: exit code 1");
      assertThat(other.jobs.ran()).isEmpty();
    }
    assertThat(first.get().status()).isEqualTo(Status.FAILED);
    assertThat(bench.runs("A")).hasSize(1);
  }

  @Test
  @DisplayName("X2: that fails and is tried again is waited for until its last attempt")
  void that_is_tried_again_is_waited_for() throws Exception {
    Order retried =
        Order.of(
            processing("A")
                .with(
                    "RetryPolicies",
                    list(
                        object(
                            "ExceptionType",
                            list("SageMaker.CAPACITY_ERROR"),
                            "IntervalSeconds",
                            1))));
    AtomicInteger attempts = new AtomicInteger();
    bench.jobs.let(
        "A",
        job -> {
          began.countDown();
          mayEnd.await();
          return attempts.getAndIncrement() == 0
              ? new Result.Failed("CapacityError: none was free")
              : bench.jobs.usual(job);
        });
    Future<ExecutionReport> first = threads.submit(() -> bench.run(retried));
    began.await();
    try (Bench other = new Bench(folder, clock, history)) {
      Future<ExecutionReport> second =
          threads.submit(() -> other.run(retried.inFlight(InFlight.JOIN)));
      awaitWaiting(other);
      mayEnd.countDown();
      assertThat(reasons(second.get())).containsExactly(entry("A", "REUSED"));
      assertThat(other.jobs.ran()).isEmpty();
    }
    assertThat(step(first.get(), "A").attempts()).isEqualTo(2);
  }

  @Test
  @DisplayName("whose owner is gone is taken over when its lease is over")
  void whose_owner_is_gone_is_taken_over() throws Exception {
    bench.succeed(STEP);
    StepRun done = bench.runs("A").get(0).run();
    StepRun.Executing lost =
        new StepRun.Executing(
            new StepRunId("lost"), done.scope(), done.key(), Optional.empty(), clock.instant());
    history.start(lost, Optional.of(new Lease("gone", clock.instant().plusSeconds(30))));
    history.retract(done.id(), clock.instant(), "so that there is nothing to reuse");

    Future<ExecutionReport> next = threads.submit(() -> bench.run(STEP.inFlight(InFlight.JOIN)));
    awaitWaiting(bench);
    assertThat(next.isDone()).isFalse();
    clock.advance(Duration.ofSeconds(31));
    assertThat(next.get().status()).isEqualTo(Status.SUCCEEDED);
    assertThat(history.findRun(lost.id()).orElseThrow().run()).isInstanceOf(StepRun.Stopped.class);
  }

  @Test
  @DisplayName("is waited for no longer than until the execution is stopped")
  void is_not_waited_for_after_a_stop() throws Exception {
    Future<ExecutionReport> first = inFlight(bench.jobs::usual);
    try (Bench other = new Bench(folder, clock, history)) {
      RunningExecution waiting = other.begin(STEP.inFlight(InFlight.JOIN));
      Future<ExecutionReport> second = threads.submit(waiting::await);
      awaitWaiting(other);
      waiting.stop();
      assertThat(second.get().status()).isEqualTo(Status.STOPPED);
    }
    mayEnd.countDown();
    assertThat(first.get().status()).isEqualTo(Status.SUCCEEDED);
  }

  @Test
  @DisplayName("R1: does not concern a step without caching, nor one that is to run anew")
  void does_not_concern_a_step_without_caching() throws Exception {
    Future<ExecutionReport> first = inFlight(bench.jobs::usual);
    try (Bench other = new Bench(folder, clock, history)) {
      Order uncached = Order.of(uncached(processing("A"))).inFlight(InFlight.JOIN);
      assertThat(reasons(other.succeed(uncached))).containsExactly(entry("A", "CACHING_DISABLED"));
      Order refreshed = STEP.inFlight(InFlight.JOIN).refreshing("A");
      assertThat(reasons(other.succeed(refreshed)))
          .containsExactly(entry("A", "REFRESH_REQUESTED"));
      assertThat(other.waited).isEmpty();
    }
    mayEnd.countDown();
    assertThat(first.get().status()).isEqualTo(Status.SUCCEEDED);
  }

  @Test
  @DisplayName("is the only one of all that join each other")
  void is_the_only_one_of_all_that_join() throws Exception {
    List<Bench> benches =
        IntStream.range(0, 16).mapToObj(i -> new Bench(folder, clock, history)).toList();
    try {
      List<Future<ExecutionReport>> reports =
          benches.stream()
              .map(each -> threads.submit(() -> each.run(STEP.inFlight(InFlight.JOIN))))
              .toList();
      for (Future<ExecutionReport> report : reports) {
        assertThat(report.get().status()).isEqualTo(Status.SUCCEEDED);
      }
      assertThat(bench.runs("A")).hasSize(1);
    } finally {
      benches.forEach(Bench::close);
    }
  }

  /** An execution whose step goes on until it may end. */
  private Future<ExecutionReport> inFlight(Jobs.Work work) throws InterruptedException {
    bench.jobs.let(
        "A",
        job -> {
          began.countDown();
          mayEnd.await();
          return work.run(job);
        });
    Future<ExecutionReport> running = threads.submit(() -> bench.run(STEP));
    began.await();
    return running;
  }

  private static void awaitWaiting(Bench bench) throws InterruptedException {
    while (bench.waited.isEmpty()) {
      Thread.sleep(10);
    }
  }
}

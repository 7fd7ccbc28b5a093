package dev.stepcache.persistence.application;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.persistence.application.Bench.message;
import static dev.stepcache.persistence.application.Bench.reasons;
import static dev.stepcache.persistence.application.Bench.step;
import static dev.stepcache.persistence.application.Steps.after;
import static dev.stepcache.persistence.application.Steps.cached;
import static dev.stepcache.persistence.application.Steps.condition;
import static dev.stepcache.persistence.application.Steps.get;
import static dev.stepcache.persistence.application.Steps.join;
import static dev.stepcache.persistence.application.Steps.outputOf;
import static dev.stepcache.persistence.application.Steps.processing;
import static dev.stepcache.persistence.application.Steps.processingTo;
import static dev.stepcache.persistence.application.Steps.reading;
import static dev.stepcache.persistence.application.Steps.step;
import static dev.stepcache.persistence.application.Steps.training;
import static dev.stepcache.persistence.application.Steps.uncached;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.Explainer;
import dev.stepcache.application.RunningExecution;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Consumer;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.step.StepName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "of a history in {0}")
@EnumSource
@DisplayName("An execution")
@Timeout(60)
class ExecutionTest {
  @TempDir Path folder;
  private final Store store;
  private RunHistory history;
  private Bench bench;

  ExecutionTest(Store store) {
    this.store = store;
  }

  @BeforeEach
  void set_up() {
    SettableClock clock = new SettableClock();
    history = store.open(folder, clock);
    bench = new Bench(folder, clock, history);
  }

  @AfterEach
  void clear_up() {
    bench.close();
    history.close();
  }

  @Nested
  @DisplayName("done once more")
  class DoneOnceMore {

    @Test
    @DisplayName("R12: reuses every step of an unchanged chain and runs nothing")
    void reuses_every_step_of_an_unchanged_chain() {
      Order order = chain("1");
      ExecutionReport first = bench.succeed(order);
      assertThat(reasons(first))
          .containsExactly(
              entry("A", "NO_PREVIOUS_RUN"),
              entry("B", "NO_PREVIOUS_RUN"),
              entry("C", "NO_PREVIOUS_RUN"));
      assertThat(bench.jobs.ran()).containsExactly("A", "B", "C");

      ExecutionReport second = bench.succeed(order);
      assertThat(reasons(second))
          .containsExactly(entry("A", "REUSED"), entry("B", "REUSED"), entry("C", "REUSED"));
      assertThat(bench.jobs.ran()).isEmpty();
      assertThat(step(second, "C").outputs()).isEqualTo(step(first, "C").outputs());
      assertThat(second.saved()).isZero();
    }

    @Test
    @DisplayName("R12: runs what follows a step that runs anew, for its outputs lie elsewhere")
    void runs_what_follows_a_step_that_runs_anew() {
      bench.succeed(chain("1"));
      assertThat(reasons(bench.succeed(chain("2"))))
          .containsExactly(
              entry("A", "ATTRIBUTES_CHANGED"),
              entry("B", "ATTRIBUTES_CHANGED"),
              entry("C", "ATTRIBUTES_CHANGED"));
      assertThat(bench.jobs.ran()).hasSize(6);
    }

    @Test
    @DisplayName("R12: reuses what comes before a changed step, and the step's own older runs")
    void reuses_what_comes_before_a_changed_step() {
      bench.succeed(pair("1"));
      bench.jobs.ran();
      assertThat(reasons(bench.succeed(pair("2"))))
          .containsExactly(entry("A", "REUSED"), entry("B", "ATTRIBUTES_CHANGED"));
      assertThat(bench.jobs.ran()).containsExactly("B");
      assertThat(reasons(bench.succeed(pair("1"))))
          .containsExactly(entry("A", "REUSED"), entry("B", "REUSED"));
    }

    @Test
    @DisplayName("R12: hands on the whole job of the run that is reused, its inputs too")
    void hands_on_the_whole_job() {
      Order order =
          Order.of(
              reading(processing("A"), "s3://bucket/in"),
              cached(
                  step(
                      "B",
                      "Processing",
                      "Environment",
                      object(
                          "Input",
                          get("Steps.A.ProcessingInputs['in0'].S3Input.S3Uri"),
                          "Job",
                          get("Steps.A.ProcessingJobName"),
                          "Began",
                          get("Steps.A.ProcessingStartTime")))));
      bench.succeed(order);
      assertThat(reasons(bench.succeed(order)))
          .containsExactly(entry("A", "REUSED"), entry("B", "REUSED"));
    }

    @Test
    @DisplayName("R13: never reuses a reuse, nor takes it for a younger run")
    void never_reuses_a_reuse() {
      Order order = Order.of(processing("A"));
      bench.succeed(order);
      bench.clock.advance(Duration.ofHours(23));
      ExecutionReport hit = bench.succeed(order);
      assertThat(step(hit, "A").decision().outcome())
          .isInstanceOfSatisfying(
              Outcome.Hit.class,
              found -> assertThat(found.age()).isEqualTo(Duration.ofHours(23).plusMinutes(1)));
      assertThat(bench.runs("A")).hasSize(1);
      bench.clock.advance(Duration.ofHours(1));
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "EXPIRED"));
    }

    @Test
    @DisplayName("R14: counts a parameter by its value, however the definition spells it")
    void counts_a_parameter_by_its_value() {
      bench.succeed(Order.of(processing("A", "K", get("Parameters.P"))).with("P", "v"));
      assertThat(reasons(bench.succeed(Order.of(processing("A", "K", "v")))))
          .containsExactly(entry("A", "REUSED"));
      assertThat(reasons(bench.succeed(Order.of(processing("A", "K", join("", "v"))))))
          .containsExactly(entry("A", "REUSED"));
    }

    @Test
    @DisplayName("reuses where a user wants nothing reused, or a step anew, only the rest")
    void runs_what_a_user_wants_to_run() {
      Order order = Order.of(processing("A"), processing("B"));
      bench.succeed(order);
      assertThat(reasons(bench.succeed(order.refreshing("B"))))
          .containsOnly(entry("A", "REUSED"), entry("B", "REFRESH_REQUESTED"));
      assertThat(reasons(bench.succeed(order.withoutReuse())))
          .containsOnly(entry("A", "CACHING_DISABLED"), entry("B", "CACHING_DISABLED"));
      assertThat(bench.runs("A")).hasSize(2);
      assertThat(bench.runs("B")).hasSize(3);
    }

    @Test
    @DisplayName("R11: can hit at once when caching is turned on")
    void can_hit_at_once_when_caching_is_turned_on() {
      ExecutionReport off = bench.succeed(Order.of(uncached(processing("A"))));
      assertThat(reasons(off)).containsExactly(entry("A", "CACHING_DISABLED"));
      assertThat(step(off, "A").decision().signature()).isPresent();
      assertThat(reasons(bench.succeed(Order.of(processing("A")))))
          .containsExactly(entry("A", "REUSED"));
    }

    @Test
    @DisplayName("R11: hits what a run made that was wanted without reuse")
    void hits_what_was_run_without_reuse() {
      bench.succeed(Order.of(processing("A")).withoutReuse());
      assertThat(reasons(bench.succeed(Order.of(processing("A")))))
          .containsExactly(entry("A", "REUSED"));
    }

    @Test
    @DisplayName("R9: runs a step of any other type, whatever its CacheConfig, and keeps no run")
    void runs_a_step_of_any_other_type() {
      Order order = Order.of(cached(step("L", "Lambda")), cached(step("U", "Unheard")));
      bench.succeed(order);
      ExecutionReport second = bench.succeed(order);
      assertThat(reasons(second))
          .containsOnly(
              entry("L", "STEP_TYPE_NOT_CACHEABLE"), entry("U", "STEP_TYPE_NOT_CACHEABLE"));
      assertThat(step(second, "L").decision().signature()).isEmpty();
      assertThat(bench.runs("L")).isEmpty();
      assertThat(bench.jobs.ran()).hasSize(4);
    }

    @Test
    @DisplayName("X4: says how much time the reused runs took when they did the work")
    void says_how_much_time_was_saved() {
      bench.jobs.let(
          "A",
          job -> {
            bench.clock.advance(Duration.ofSeconds(90));
            return bench.jobs.usual(job);
          });
      Order order = Order.of(processing("A"), processing("B"));
      bench.succeed(order);
      assertThat(bench.succeed(order.refreshing("B")).saved()).isEqualTo(Duration.ofSeconds(90));
    }

    private Order chain(String parameter) {
      return Order.of(
              processing("A", "K", get("Parameters.P")),
              reading(processing("B"), outputOf("A")),
              reading(processing("C"), outputOf("B")))
          .with("P", parameter);
    }

    private Order pair(String parameter) {
      return Order.of(
              processing("A"), reading(processing("B", "K", get("Parameters.P")), outputOf("A")))
          .with("P", parameter);
    }
  }

  @Nested
  @DisplayName("with branches")
  class WithBranches {

    @Test
    @DisplayName("X1: runs the branch that is taken, and records nothing of the other")
    void runs_the_branch_that_is_taken() {
      Order order =
          Order.of(
              condition("C", "P", "yes", list(processing("A")), list(processing("B"))),
              processing("D", "Outcome", get("Steps.C.Outcome")));
      ExecutionReport yes = bench.succeed(order.with("P", "yes"));
      assertThat(reasons(yes))
          .containsOnly(
              entry("C", "STEP_TYPE_NOT_CACHEABLE"),
              entry("A", "NO_PREVIOUS_RUN"),
              entry("D", "NO_PREVIOUS_RUN"));
      assertThat(step(yes, "C").outputs()).contains(object("Outcome", "True"));
      assertThat(yes.notStarted()).containsExactly(new StepName("B"));
      assertThat(history.steps(yes.execution()))
          .extracting(kept -> kept.name().text())
          .containsExactlyInAnyOrder("C", "A", "D");
      assertThat(bench.runs("B")).isEmpty();

      ExecutionReport no = bench.succeed(order.with("P", "no"));
      assertThat(step(no, "C").outputs()).contains(object("Outcome", "False"));
      assertThat(no.notStarted()).containsExactly(new StepName("A"));
      assertThat(reasons(no)).containsEntry("D", "ATTRIBUTES_CHANGED");
    }

    @Test
    @DisplayName("X1: takes no branch within one that is not taken")
    void takes_no_branch_within_an_untaken_one() {
      ObjectValue inner = condition("Inner", "P", "no", list(processing("A")), list());
      ExecutionReport report =
          bench.succeed(
              Order.of(
                      condition("Outer", "P", "yes", list(inner), list()),
                      after(processing("D"), "Outer", "A"))
                  .with("P", "no"));
      assertThat(reasons(report).keySet()).containsExactly("Outer", "D");
      assertThat(report.notStarted()).containsExactly(new StepName("Inner"), new StepName("A"));
    }

    @Test
    @DisplayName("X1: fails, with the reason, where a step reads from one that is not taken")
    void fails_where_a_step_reads_from_an_untaken_one() {
      ExecutionReport report =
          bench.run(
              Order.of(
                      condition("C", "P", "yes", list(processing("A")), list()),
                      reading(processing("D"), outputOf("A")))
                  .with("P", "no"));
      assertThat(report.status()).isEqualTo(Execution.Status.FAILED);
      assertThat(report.failureReason())
          .contains("step D: it reads from step A, which stands in a branch that is not taken");
      assertThat(report.notStarted()).contains(new StepName("A"));
      assertThat(history.findExecution(report.execution()).orElseThrow().failureReason())
          .isEqualTo(report.failureReason());
    }

    @Test
    @DisplayName("X1: waits for the branch that is taken, where a step depends on the Condition")
    void waits_for_the_taken_branch() {
      ExecutionReport report =
          bench.succeed(
              Order.of(
                      after(processing("D"), "C"),
                      condition("C", "P", "yes", list(processing("A")), list(processing("B"))))
                  .with("P", "yes"));
      assertThat(reasons(report).keySet()).containsExactly("C", "A", "D");
    }

    @Test
    @DisplayName("X1: does not wait for what an untaken step would have waited for")
    void does_not_wait_for_an_untaken_step() throws InterruptedException {
      CountDownLatch released = new CountDownLatch(1);
      bench.jobs.let(
          "Slow",
          job ->
              released.await(20, SECONDS)
                  ? bench.jobs.usual(job)
                  : new Result.Failed("D was waiting for a step that never comes"));
      bench.jobs.let(
          "D",
          job -> {
            released.countDown();
            return bench.jobs.usual(job);
          });
      ObjectValue nested = condition("N", "P", "no", list(processing("E")), list());
      ExecutionReport report =
          bench.succeed(
              Order.of(
                      processing("Slow"),
                      condition(
                          "C",
                          "P",
                          "yes",
                          list(after(processing("A"), "Slow"), after(nested, "Slow")),
                          list()),
                      after(processing("D"), "A", "E"))
                  .with("P", "no"));
      assertThat(report.notStarted())
          .containsExactly(new StepName("A"), new StepName("N"), new StepName("E"));
    }

    @Test
    @DisplayName("X1: fails at a condition that cannot be evaluated")
    void fails_at_a_condition_that_cannot_be_evaluated() {
      ObjectValue c =
          step(
              "C",
              "Condition",
              "Conditions",
              list(object("Type", "LessThan", "LeftValue", get("Parameters.P"), "RightValue", 1)));
      ExecutionReport report = bench.run(Order.of(c).with("P", "few"));
      assertThat(report.failureReason())
          .contains("step C failed: \"few\" and \"1\" cannot be compared");
    }
  }

  @Nested
  @DisplayName("in which a step fails")
  class InWhichAStepFails {

    @Test
    @DisplayName("X2: starts nothing new, sees what runs to its end, and is Failed")
    void starts_nothing_new() {
      CountDownLatch failed = new CountDownLatch(1);
      CyclicBarrier together = new CyclicBarrier(2);
      bench.jobs.let(
          "Bad",
          job -> {
            meet(together);
            failed.countDown();
            return new Result.Failed("no luck");
          });
      bench.jobs.let(
          "Good",
          job -> {
            meet(together);
            failed.await();
            Thread.sleep(50);
            return bench.jobs.usual(job);
          });
      ExecutionReport report =
          bench.run(
              Order.of(
                  processing("Bad"),
                  processing("Good"),
                  after(processing("Next"), "Good"),
                  after(processing("Never"), "Bad")));
      assertThat(report.status()).isEqualTo(Execution.Status.FAILED);
      assertThat(report.failureReason()).contains("step Bad failed: no luck");
      assertThat(step(report, "Good").status()).isEqualTo(ExecutedStep.Status.SUCCEEDED);
      assertThat(step(report, "Bad").failureReason()).contains("no luck");
      assertThat(report.notStarted()).containsExactly(new StepName("Next"), new StepName("Never"));
      assertThat(bench.runs("Bad"))
          .singleElement()
          .satisfies(run -> assertThat(run.run()).isInstanceOf(StepRun.Failed.class));
      assertThat(history.findExecution(report.execution()).orElseThrow().status())
          .isEqualTo(Execution.Status.FAILED);
    }

    @Test
    @DisplayName("ends with the error of a step that breaks what must not break, and does not hang")
    void ends_with_an_error() {
      bench.jobs.let(
          "A",
          job -> {
            throw new StackOverflowError("too deep");
          });
      assertThatThrownBy(() -> bench.run(Order.of(processing("A"), processing("B"))))
          .hasRootCauseMessage("too deep");
    }

    @Test
    @DisplayName("R4: leaves the steps that succeeded to be reused, and the failed one to run")
    void leaves_what_succeeded_to_be_reused() {
      Order order = Order.of(processing("A"), after(processing("B"), "A"));
      bench.jobs.let("B", job -> new Result.Failed("no luck"));
      bench.run(order);
      bench.jobs.letBe("B");
      assertThat(reasons(bench.succeed(order)))
          .containsExactly(entry("A", "REUSED"), entry("B", "NOT_SUCCEEDED"));
    }

    @Test
    @DisplayName("X1: comes to its Fail step with that step's message")
    void comes_to_its_fail_step() {
      ExecutionReport report =
          bench.run(
              Order.of(
                      condition(
                          "C",
                          "P",
                          "yes",
                          list(),
                          list(
                              step(
                                  "F",
                                  "Fail",
                                  "ErrorMessage",
                                  join("", "P is ", get("Parameters.P"))))),
                      after(processing("A"), "C"))
                  .with("P", "no"));
      assertThat(report.status()).isEqualTo(Execution.Status.FAILED);
      assertThat(report.failureReason()).contains("step F failed: P is no");
      assertThat(step(report, "F").status()).isEqualTo(ExecutedStep.Status.FAILED);
      assertThat(report.notStarted()).containsExactly(new StepName("A"));
    }
  }

  @Nested
  @DisplayName("with many steps")
  class WithManySteps {

    @Test
    @DisplayName("X2: runs as many at once as it may, and no more")
    void runs_as_many_at_once_as_it_may() {
      CyclicBarrier three = new CyclicBarrier(3);
      AtomicInteger running = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      ObjectValue[] steps = new ObjectValue[9];
      for (int i = 0; i < steps.length; i++) {
        steps[i] = processing("S" + i);
        bench.jobs.let(
            "S" + i,
            job -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              meet(three);
              Thread.sleep(5);
              running.decrementAndGet();
              return bench.jobs.usual(job);
            });
      }
      bench.succeed(Order.of(steps).atMost(3));
      assertThat(most).hasValue(3);
    }

    @Test
    @DisplayName("R12: reuses each of many that are ready at once, and runs those that changed")
    void reuses_each_of_many_that_are_ready_at_once() {
      bench.succeed(Order.of(wide("1", 600)));
      ObjectValue[] changed = wide("1", 600);
      for (int i = 0; i < changed.length; i += 100) {
        changed[i] = wide("2", 600)[i];
      }
      bench.jobs.ran();

      ExecutionReport report = bench.succeed(Order.of(changed));

      assertThat(bench.jobs.ran())
          .containsExactlyInAnyOrder("S0", "S100", "S200", "S300", "S400", "S500");
      assertThat(report.steps()).hasSize(600);
      assertThat(history.steps(report.execution())).extracting(ExecutedStep::position).hasSize(600);
    }

    @Test
    @DisplayName("R12: what is reused waits for no place among the steps that run")
    void what_is_reused_waits_for_no_place() {
      ObjectValue reused = processing("B");
      ObjectValue follower = after(processing("C"), "B");
      bench.succeed(Order.of(training("s3://bucket/A", "A", "variant", "1"), reused, follower));
      CountDownLatch followed = new CountDownLatch(1);
      bench.jobs.beforeDeciding("C", followed::countDown);
      bench.jobs.let(
          "A",
          job ->
              followed.await(30, SECONDS)
                  ? bench.jobs.usual(job)
                  : new Result.Failed("B was not reused meanwhile"));

      bench.succeed(
          Order.of(training("s3://bucket/A", "A", "variant", "2"), reused, follower).atMost(1));
    }

    @Test
    @Timeout(60)
    @DisplayName("R12: ends where telling of a reused step breaks, and waits for nobody")
    void ends_where_telling_of_a_reused_step_breaks() {
      Order order = Order.of(processing("A"));
      bench.succeed(order);
      bench.whenEnded(step -> {
        throw new StackOverflowError();
      });
      assertThatThrownBy(() -> bench.run(order))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("step A broke");
    }

    private ObjectValue[] wide(String variant, int steps) {
      return IntStream.range(0, steps)
          .mapToObj(i -> training("s3://bucket/S" + i, "S" + i, "variant", variant))
          .toArray(ObjectValue[]::new);
    }

    @Test
    @DisplayName("X2: runs one after another when no more than one may run")
    void runs_one_after_another() {
      ExecutionReport report =
          bench.succeed(
              Order.of(processing("A"), processing("B"), after(processing("C"), "A")).atMost(1));
      assertThat(reasons(report).keySet()).containsExactly("A", "B", "C");
    }
  }

  @Nested
  @DisplayName("that is stopped")
  class ThatIsStopped {

    @Test
    @DisplayName("X8: interrupts what runs, starts nothing new, and is Stopped, runs and all")
    void interrupts_what_runs() throws InterruptedException {
      CountDownLatch running = new CountDownLatch(2);
      for (String name : List.of("A", "B")) {
        bench.jobs.let(
            name,
            job -> {
              running.countDown();
              new CountDownLatch(1).await();
              return bench.jobs.usual(job);
            });
      }
      RunningExecution execution =
          bench.begin(Order.of(processing("A"), processing("B"), after(processing("C"), "A")));
      stopOnce(running, execution);
      ExecutionReport report = execution.await();
      assertThat(report.status()).isEqualTo(Execution.Status.STOPPED);
      assertThat(report.failureReason()).isEmpty();
      assertThat(report.steps())
          .extracting(step -> step.status())
          .containsExactly(ExecutedStep.Status.STOPPED, ExecutedStep.Status.STOPPED);
      assertThat(report.notStarted()).containsExactly(new StepName("C"));
      assertThat(bench.runs("A"))
          .singleElement()
          .satisfies(run -> assertThat(run.run()).isInstanceOf(StepRun.Stopped.class));
      assertThat(history.findExecution(execution.id()).orElseThrow().status())
          .isEqualTo(Execution.Status.STOPPED);
      assertThat(history.steps(execution.id()))
          .extracting(ExecutedStep::status)
          .containsOnly(ExecutedStep.Status.STOPPED);
    }

    @Test
    @DisplayName("R4: leaves a stopped run to run again")
    void leaves_a_stopped_run_to_run_again() throws InterruptedException {
      CountDownLatch running = new CountDownLatch(1);
      bench.jobs.let(
          "A",
          job -> {
            running.countDown();
            new CountDownLatch(1).await();
            return bench.jobs.usual(job);
          });
      RunningExecution execution = bench.begin(Order.of(processing("A")));
      stopOnce(running, execution);
      execution.await();
      bench.jobs.letBe("A");
      assertThat(reasons(bench.succeed(Order.of(processing("A")))))
          .containsExactly(entry("A", "NOT_SUCCEEDED"));
    }

    @Test
    @DisplayName("R18: keeps whole the success of a step that was done before it heard of it")
    void keeps_the_success_of_a_step_that_was_done() throws InterruptedException, IOException {
      bench.file("in.txt", "content");
      Order order = Order.of(reading(processing("A"), "file://./in.txt"));
      CountDownLatch running = new CountDownLatch(1);
      bench.jobs.let(
          "A",
          job -> {
            Result done = bench.jobs.usual(job);
            running.countDown();
            awaitInterruption();
            return done;
          });
      RunningExecution execution = bench.begin(order);
      stopOnce(running, execution);
      ExecutionReport report = execution.await();
      assertThat(step(report, "A").status()).isEqualTo(ExecutedStep.Status.SUCCEEDED);
      assertThat(bench.warnings).isEmpty();
      bench.jobs.letBe("A");
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "REUSED"));
    }

    @Test
    @DisplayName("X8: is Stopped, not Failed, where a step was about to be decided")
    void is_stopped_where_a_step_was_about_to_be_decided()
        throws InterruptedException, IOException {
      ExecutionReport report = stoppedWhileLookingAt("A", 2);
      assertThat(step(report, "A").status()).isEqualTo(ExecutedStep.Status.STOPPED);
      assertThat(report.notStarted()).isEmpty();
    }

    @Test
    @DisplayName("X8: does not start what was only looked at for what it may reuse")
    void does_not_start_what_was_only_looked_at() throws InterruptedException, IOException {
      ExecutionReport report = stoppedWhileLookingAt("A", 1);
      assertThat(report.notStarted()).containsExactly(new StepName("A"));
    }

    /** A step is looked at for what it may reuse, and once more when it starts. */
    private ExecutionReport stoppedWhileLookingAt(String name, int time)
        throws InterruptedException, IOException {
      bench.file("in.txt", "content");
      CountDownLatch running = new CountDownLatch(2);
      CountDownLatch stopped = new CountDownLatch(1);
      AtomicInteger looks = new AtomicInteger();
      bench.jobs.beforeDeciding(
          name,
          () -> {
            if (looks.incrementAndGet() == time) {
              running.countDown();
              await(stopped);
            }
          });
      bench.jobs.let(
          "B",
          job -> {
            running.countDown();
            awaitInterruption();
            stopped.countDown();
            throw new InterruptedException();
          });
      RunningExecution execution =
          bench.begin(Order.of(reading(processing(name), "file://./in.txt"), processing("B")));
      stopOnce(running, execution);
      ExecutionReport report = execution.await();
      assertThat(report.status()).isEqualTo(Execution.Status.STOPPED);
      assertThat(report.failureReason()).isEmpty();
      assertThat(bench.jobs.ran()).containsExactly("B");
      assertThat(bench.runs(name)).isEmpty();
      return report;
    }

    private static void stopOnce(CountDownLatch running, RunningExecution execution) {
      Thread.startVirtualThread(() -> {
        await(running);
        execution.stop();
      });
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(20, SECONDS)).isTrue();
      } catch (InterruptedException never) {
        throw new IllegalStateException(never);
      }
    }

    /** Returns once the thread is interrupted, and leaves it so. */
    private static void awaitInterruption() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException expected) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Nested
  @DisplayName("whose outputs are altered")
  class WhoseOutputsAreAltered {

    @Test
    @DisplayName("X7: runs again what a later run wrote over, and never serves the later's files")
    void runs_again_what_a_later_run_wrote_over() throws IOException {
      bench.succeed(eta("0.1"));
      String first = bench.read("s3://bucket/model/model.tar.gz");
      bench.succeed(eta("0.2"));
      assertThat(bench.read("s3://bucket/model/model.tar.gz")).isNotEqualTo(first);
      ExecutionReport third = bench.succeed(eta("0.1"));
      assertThat(reasons(third)).containsExactly(entry("T", "OUTPUTS_MISSING"));
      assertThat(message(step(third, "T").decision()))
          .endsWith("but its output s3://bucket/model/model.tar.gz has other content now");
      assertThat(bench.read("s3://bucket/model/model.tar.gz")).isEqualTo(first);
      assertThat(reasons(bench.succeed(eta("0.1")))).containsExactly(entry("T", "REUSED"));
    }

    @Test
    @DisplayName("X7: reuses the next candidate where the newest run's outputs are gone")
    void reuses_the_next_candidate() throws IOException {
      Order order = Order.of(processing("A"));
      ExecutionReport first = bench.succeed(order);
      ExecutionReport second = bench.succeed(order.refreshing("A"));
      bench.lose("s3://bucket/" + second.execution() + "/A/result");
      ExecutionReport third = bench.succeed(order);
      assertThat(step(third, "A").outputs()).isEqualTo(step(first, "A").outputs());
      bench.lose("s3://bucket/" + first.execution() + "/A/result");
      ExecutionReport fourth = bench.succeed(order);
      assertThat(reasons(fourth)).containsExactly(entry("A", "OUTPUTS_MISSING"));
      assertThat(message(step(fourth, "A").decision()))
          .endsWith("its output s3://bucket/%s/A/result is gone".formatted(second.execution()));
    }

    @Test
    @DisplayName("X7: takes the digests of places that nobody saw being written")
    void takes_the_digests_of_written_places() throws IOException {
      bench.jobs.let(
          "A",
          job -> {
            bench.jobs.put("s3://bucket/out/one", "1");
            bench.jobs.put("s3://bucket/out/two", "2");
            return new Result.Done(
                ObjectValue.EMPTY, new TreeMap<>(), Set.of("s3://bucket/out", "s3://else/where"));
          });
      Order order = Order.of(processingTo("s3://bucket/out", "A"));
      bench.succeed(order);
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "REUSED"));
      bench.jobs.put("s3://bucket/out/two", "3");
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "OUTPUTS_MISSING"));
    }

    @Test
    @DisplayName("X4: counts outputs of another object store as missing")
    void counts_outputs_of_another_store_as_missing() throws IOException {
      Order order = Order.of(processing("A"));
      bench.succeed(order);
      Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
      try (Bench other = new Bench(elsewhere, bench.clock, history)) {
        ExecutionReport report = other.succeed(order);
        assertThat(message(step(report, "A").decision()))
            .contains("its outputs lie in another object store");
      }
    }

    private Order eta(String eta) {
      return Order.of(training("s3://bucket/model", "T", "eta", get("Parameters.Eta")))
          .with("Eta", eta);
    }
  }

  @Nested
  @DisplayName("whose inputs are local")
  class WhoseInputsAreLocal {

    @Test
    @DisplayName("X5: counts their content, wherever the text stands")
    void counts_their_content() throws IOException {
      Order order =
          Order.of(reading(processing("A", "Also", "s3://bucket/more"), "file://./in.txt"));
      bench.file("in.txt", "one");
      bench.succeed(order);
      bench.file("in.txt", "two");
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "ATTRIBUTES_CHANGED"));
      bench.file("in.txt", "one");
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "REUSED"));
      bench.jobs.put("s3://bucket/more/or/less", "three");
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "ATTRIBUTES_CHANGED"));
    }

    @Test
    @DisplayName("X5: counts their places alone, as SageMaker does, where a user wants that")
    void counts_their_places_alone_where_wanted() throws IOException {
      Order order = Order.of(reading(processing("A"), "file://./in.txt"));
      bench.file("in.txt", "one");
      try (Bench places = bench.byLocation()) {
        places.succeed(order);
        bench.file("in.txt", "two");
        assertThat(reasons(places.succeed(order))).containsExactly(entry("A", "REUSED"));
      }
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "ATTRIBUTES_CHANGED"));
    }

    @Test
    @DisplayName("X5: never reuses a run whose input was edited while it ran, and warns of it")
    void never_reuses_a_run_whose_input_was_edited() throws IOException {
      Order order = Order.of(reading(processing("A"), "file://./in.txt"));
      bench.file("in.txt", "one");
      bench.jobs.let(
          "A",
          job -> {
            Result done = bench.jobs.usual(job);
            bench.file("in.txt", "two");
            return done;
          });
      ExecutionReport first = bench.succeed(order);
      assertThat(step(first, "A").status()).isEqualTo(ExecutedStep.Status.SUCCEEDED);
      assertThat(bench.warnings)
          .singleElement()
          .asString()
          .startsWith("step A is not reusable: its inputs changed while it ran: file://./in.txt");
      bench.jobs.letBe("A");
      bench.file("in.txt", "one");
      ExecutionReport second = bench.succeed(order);
      assertThat(reasons(second)).containsExactly(entry("A", "RETRACTED"));
      assertThat(message(step(second, "A").decision())).contains("its inputs changed while it ran");
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "REUSED"));
    }

    @Test
    @DisplayName("X3: counts the command that does the work of a step")
    void counts_the_command() {
      Order order = Order.of(processing("A"));
      bench.jobs.setProgram("A", "v1");
      bench.succeed(order);
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "REUSED"));
      bench.jobs.setProgram("A", "v2");
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "ATTRIBUTES_CHANGED"));
    }
  }

  @Nested
  @DisplayName("that is simulated")
  class ThatIsSimulated {

    @Test
    @DisplayName("X3: reuses simulated runs, and never a real one; nor does a real one it")
    void reuses_runs_of_its_kind() {
      Order order = Order.of(processing("A"), reading(processing("B"), outputOf("A")));
      bench.succeed(order);
      try (Bench simulating = bench.simulating()) {
        assertThat(reasons(simulating.succeed(order)))
            .containsExactly(entry("A", "NO_PREVIOUS_RUN"), entry("B", "NO_PREVIOUS_RUN"));
        assertThat(reasons(simulating.succeed(order)))
            .containsExactly(entry("A", "REUSED"), entry("B", "REUSED"));
        assertThat(simulating.jobs.ran()).containsExactly("A", "B");
      }
      bench.jobs.ran();
      assertThat(reasons(bench.succeed(order)))
          .containsExactly(entry("A", "REUSED"), entry("B", "REUSED"));
      assertThat(reasons(bench.succeed(Order.of(processing("New")))))
          .containsValue("NO_PREVIOUS_RUN");
    }

    @Test
    @DisplayName("X3: reads any path of any job, of models too")
    void reads_any_path_of_any_job() {
      Order order =
          Order.of(
              step("M", "Model", "ModelName", "m"),
              step("L", "Lambda", "x", 1),
              processing(
                  "A",
                  "Given",
                  get("Steps.M.ModelName"),
                  "MadeUp",
                  get("Steps.M.DeploymentRecommendation.Status")),
              processing("B", "Given", get("Steps.L.x"), "MadeUp", get("Steps.L.Output['y']")));
      try (Bench simulating = bench.simulating()) {
        simulating.succeed(order);
      }
    }

    @Test
    @DisplayName("X3: is no past at all for a real decision")
    void is_no_past_for_a_real_decision() {
      try (Bench simulating = bench.simulating()) {
        simulating.succeed(Order.of(processing("A")));
      }
      assertThat(reasons(bench.succeed(Order.of(processing("A")))))
          .containsExactly(entry("A", "NO_PREVIOUS_RUN"));
    }
  }

  @Nested
  @DisplayName("with models")
  class WithModels {

    @Test
    @DisplayName("X3: names a model by its arguments and the files they name")
    void names_a_model_by_what_it_is_made_of() throws IOException {
      Order order = model(null);
      bench.file("model.tar.gz", "weights");
      String name = modelName(bench.succeed(order));
      assertThat(name).matches("M-[0-9a-f]{16}");
      assertThat(modelName(bench.succeed(order))).isEqualTo(name);
      bench.file("model.tar.gz", "other weights");
      assertThat(modelName(bench.succeed(order))).isNotEqualTo(name);
    }

    @Test
    @DisplayName("X3: reuses a Transform of a model while the model is the same")
    void reuses_a_transform_while_the_model_is_the_same() throws IOException {
      bench.file("model.tar.gz", "weights");
      bench.succeed(model(null));
      assertThat(reasons(bench.succeed(model(null)))).containsEntry("T", "REUSED");
      bench.file("model.tar.gz", "other weights");
      assertThat(reasons(bench.succeed(model(null)))).containsEntry("T", "ATTRIBUTES_CHANGED");
    }

    @Test
    @DisplayName("X3: counts what a named model is made of, in a Transform of it")
    void counts_what_a_named_model_is_made_of() throws IOException {
      bench.file("model.tar.gz", "weights");
      ExecutionReport first = bench.succeed(model("given"));
      assertThat(modelName(first)).isEqualTo("given");
      assertThat(reasons(bench.succeed(model("given")))).containsEntry("T", "REUSED");
      bench.file("model.tar.gz", "other weights");
      assertThat(reasons(bench.succeed(model("given")))).containsEntry("T", "ATTRIBUTES_CHANGED");
      assertThat(bench.runs("T").get(0).run().key().inputs().keySet())
          .containsExactly("file://./model.tar.gz", "model:given");
    }

    private Order model(@Nullable String name) {
      return Order.of(
          step(
              "M",
              "Model",
              "ModelName",
              name,
              "PrimaryContainer",
              object("ModelDataUrl", "file://./model.tar.gz")),
          cached(step("T", "Transform", "ModelName", get("Steps.M.ModelName"))));
    }

    private String modelName(ExecutionReport report) {
      return step(report, "M")
          .outputs()
          .flatMap(job -> job.asObject())
          .flatMap(job -> job.textMember("ModelName"))
          .orElseThrow();
    }
  }

  @Nested
  @DisplayName("is kept")
  class IsKept {

    @Test
    @DisplayName("with every decision, the run that each step started, and the one it reused")
    void with_every_decision() {
      Order order = Order.of(processing("A"), reading(processing("B"), outputOf("A")));
      ExecutionReport first = bench.succeed(order);
      ExecutionReport second = bench.succeed(order.refreshing("B"));
      RecordedRun a = bench.runs("A").get(0);
      assertThat(a.run().execution()).contains(first.execution());
      assertThat(history.steps(second.execution()))
          .satisfiesExactly(
              kept -> {
                assertThat(kept.name().text()).isEqualTo("A");
                assertThat(kept.source()).contains(a.run().id());
                assertThat(kept.run()).isEmpty();
                assertThat(kept.decision().orElseThrow()).contains("\"reason\":\"REUSED\"");
              },
              kept -> {
                assertThat(kept.name().text()).isEqualTo("B");
                assertThat(kept.run()).contains(bench.runs("B").get(0).run().id());
                assertThat(kept.source()).isEmpty();
                assertThat(kept.status()).isEqualTo(ExecutedStep.Status.SUCCEEDED);
              });
      assertThat(history.consumers(a.run().id()))
          .extracting(Consumer::execution, consumer -> consumer.step().text())
          .containsExactly(tuple(second.execution(), "A"));
    }

    @Test
    @DisplayName("so that it can be explained afterwards, whole or a step of it")
    void so_that_it_can_be_explained() {
      ExecutionReport first = bench.succeed(Order.of(processing("A"), step("L", "Lambda")));
      bench.succeed(Order.of(processing("A")));
      Explainer explainer = new Explainer(history);
      assertThat(explainer.explain(Optional.of(first.execution()), Optional.empty()))
          .hasValueSatisfying(explanation -> {
            assertThat(explanation.pipeline()).isEqualTo(Order.PIPELINE);
            assertThat(explanation.steps()).hasSize(2);
          });
      assertThat(explainer.explain(Optional.empty(), Optional.of(new StepName("A"))))
          .hasValueSatisfying(latest ->
              assertThat(latest.steps())
                  .singleElement()
                  .satisfies(kept ->
                      assertThat(kept.decision().orElseThrow()).contains("\"reason\":\"REUSED\"")));
    }
  }

  private static void meet(CyclicBarrier others) throws InterruptedException {
    try {
      others.await(20, SECONDS);
    } catch (BrokenBarrierException | TimeoutException alone) {
      throw new IllegalStateException("the others never came", alone);
    }
  }
}

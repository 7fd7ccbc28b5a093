package dev.stepcache.persistence.application;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.persistence.application.Bench.reasons;
import static dev.stepcache.persistence.application.Bench.step;
import static dev.stepcache.persistence.application.Steps.condition;
import static dev.stepcache.persistence.application.Steps.outputOf;
import static dev.stepcache.persistence.application.Steps.processing;
import static dev.stepcache.persistence.application.Steps.reading;
import static dev.stepcache.persistence.application.Steps.step;
import static dev.stepcache.persistence.application.Steps.uncached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.ExecutionReport.EarlierStep;
import dev.stepcache.application.RunningExecution;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution.Status;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.step.StepName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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
@DisplayName("Trying again")
@Timeout(60)
class RetryingTest {
  @TempDir Path folder;
  private final Store store;
  private RunHistory history;
  private Bench bench;

  RetryingTest(Store store) {
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
  @DisplayName("X2: a step by its RetryPolicies")
  class ByPolicy {

    @Test
    @DisplayName("counts its attempts, and records a run of each, the success once")
    void counts_its_attempts() {
      failing("A", 2, "CapacityError: no machine was free");
      ExecutionReport report = bench.succeed(Order.of(retried("A", 3)));

      assertThat(step(report, "A").attempts()).isEqualTo(3);
      assertThat(bench.retried)
          .containsExactly(
              "A 1 PT0S CapacityError: no machine was free",
              "A 2 PT0S CapacityError: no machine was free");
      assertThat(bench.runs("A"))
          .extracting(run -> run.run().getClass().getSimpleName())
          .containsExactlyInAnyOrder("Succeeded", "Failed", "Failed");
      assertThat(history.steps(report.execution()))
          .singleElement()
          .satisfies(kept -> {
            assertThat(kept.attempts()).isEqualTo(3);
            assertThat(history.findRun(kept.run().orElseThrow()).orElseThrow().run())
                .isInstanceOf(StepRun.Succeeded.class);
          });
      assertThat(reasons(bench.succeed(Order.of(retried("A", 3)))))
          .containsExactly(entry("A", "REUSED"));
    }

    @Test
    @DisplayName("ends with the last failure when no attempt is left")
    void ends_with_the_last_failure() {
      failing("A", 9, "CapacityError: none");
      ExecutionReport report = bench.run(Order.of(retried("A", 2)));
      assertThat(report.status()).isEqualTo(Status.FAILED);
      assertThat(step(report, "A").attempts()).isEqualTo(3);
      assertThat(report.failureReason()).contains("step A failed: CapacityError: none");
      assertThat(bench.runs("A")).hasSize(3).allMatch(run -> run.run() instanceof StepRun.Failed);
    }

    @Test
    @DisplayName("is not for failures of the user's program")
    void is_not_for_failures_of_the_program() {
      failing("A", 1, "AlgorithmError: exit code 1");
      ExecutionReport report = bench.run(Order.of(retried("A", 3)));
      assertThat(report.status()).isEqualTo(Status.FAILED);
      assertThat(step(report, "A").attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("is broken off by a stop while it waits")
    void is_broken_off_by_a_stop() throws Exception {
      failing("A", 9, "CapacityError: none");
      RunningExecution execution = bench.begin(Order.of(retried("A", 3, 3_600)));
      Thread stopping =
          Thread.startVirtualThread(() -> {
            while (bench.retried.isEmpty()) {
              Thread.onSpinWait();
            }
            execution.stop();
          });
      ExecutionReport report = execution.await();
      stopping.join();
      assertThat(report.status()).isEqualTo(Status.STOPPED);
      assertThat(bench.runs("A"))
          .singleElement()
          .matches(run -> run.run() instanceof StepRun.Failed);
    }
  }

  @Nested
  @DisplayName("X8: an execution")
  class AnExecution {

    @Test
    @DisplayName("goes on where it failed: what has succeeded stays so, the rest is decided anew")
    void goes_on_where_it_failed() {
      Order order =
          Order.of(
              uncached(processing("A")),
              reading(processing("B"), outputOf("A")),
              reading(processing("C"), outputOf("B")));
      failing("B", 1, "AlgorithmError: exit code 1");
      ExecutionReport failed = bench.run(order);
      assertThat(failed.status()).isEqualTo(Status.FAILED);
      bench.jobs.ran();

      ExecutionReport again = bench.retry(order, failed.execution());
      assertThat(again.status()).isEqualTo(Status.SUCCEEDED);
      assertThat(again.execution()).isEqualTo(failed.execution());
      assertThat(bench.jobs.ran()).containsExactly("B", "C");
      assertThat(again.earlier()).extracting(EarlierStep::name).containsExactly(new StepName("A"));
      assertThat(again.notStarted()).isEmpty();
      assertThat(history.findExecution(failed.execution()).orElseThrow().status())
          .isEqualTo(Status.SUCCEEDED);
      assertThat(history.steps(failed.execution()))
          .extracting(step -> step.name().text(), ExecutedStep::status, ExecutedStep::round)
          .containsExactlyInAnyOrder(
              tuple("A", ExecutedStep.Status.SUCCEEDED, 0),
              tuple("B", ExecutedStep.Status.SUCCEEDED, 1),
              tuple("C", ExecutedStep.Status.SUCCEEDED, 1));
    }

    @Test
    @DisplayName("knows the outcome of its Conditions still")
    void knows_the_outcome_of_its_conditions() {
      Order order =
          Order.of(
                  condition("If", "Go", "yes", list(processing("Then")), list(processing("Else"))),
                  Steps.after(processing("After"), "If"))
              .with("Go", "no");
      failing("Else", 1, "AlgorithmError: exit code 1");
      ExecutionReport failed = bench.run(order);
      bench.jobs.ran();

      ExecutionReport again = bench.retry(order, failed.execution());
      assertThat(again.status()).isEqualTo(Status.SUCCEEDED);
      assertThat(bench.jobs.ran()).containsExactly("Else", "After");
      assertThat(again.notStarted()).containsExactly(new StepName("Then"));
    }

    @Test
    @DisplayName("that was stopped is retried as well, from elsewhere stopped included")
    void that_was_stopped_is_retried() throws Exception {
      CountDownLatch started = new CountDownLatch(1);
      bench.jobs.let(
          "A",
          job -> {
            started.countDown();
            Thread.sleep(60_000);
            return new Result.Failed("nobody stopped it");
          });
      Order order = Order.of(processing("A"));
      RunningExecution execution = bench.begin(order);
      Thread stopping =
          Thread.startVirtualThread(() -> {
            try {
              started.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            history.end(history.findExecution(execution.id()).orElseThrow().stopping());
          });
      assertThat(execution.await().status()).isEqualTo(Status.STOPPED);
      stopping.join();
      bench.jobs.letBe("A");

      assertThat(bench.retry(order, execution.id()).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    @DisplayName("that succeeded, goes on, or came to a Fail step is not retried")
    void that_succeeded_or_came_to_a_fail_step_is_not_retried() {
      Order fine = Order.of(processing("A"));
      ExecutionId succeeded = bench.succeed(fine).execution();
      assertThat(bench.retryRefusal(fine, succeeded).message())
          .isEqualTo("Execution %s has succeeded: there is nothing to retry.".formatted(succeeded));

      Order failing = Order.of(step("End", "Fail", "ErrorMessage", "enough"));
      ExecutionId failed = bench.run(failing).execution();
      assertThat(bench.retryRefusal(failing, failed).message())
          .isEqualTo(
              "Execution %s was ended by its Fail step End: such a one is not retried."
                  .formatted(failed));
    }
  }

  @Nested
  @DisplayName("X8: selected steps")
  class Selected {

    @Test
    @DisplayName("run alone, with what they read of others taken from an earlier execution")
    void run_alone() {
      Order all = chain();
      ExecutionReport source = bench.succeed(all);
      bench.jobs.ran();

      ExecutionReport report =
          bench.succeed(all.withoutReuse().selecting(Optional.of(source.execution()), "B"));
      assertThat(bench.jobs.ran()).containsExactly("B");
      assertThat(report.earlier())
          .extracting(step -> step.name().text(), EarlierStep::from)
          .containsExactly(tuple("A", source.execution()));
      assertThat(report.notStarted()).containsExactly(new StepName("C"));
      assertThat(step(report, "B").decision().signature())
          .isEqualTo(step(source, "B").decision().signature());
      assertThat(history.steps(report.execution()))
          .extracting(step -> step.name().text(), ExecutedStep::takenFrom)
          .containsExactly(
              tuple("A", Optional.of(source.execution())), tuple("B", Optional.empty()));
    }

    @Test
    @DisplayName("are reused as their CacheConfig says, from the latest execution by default")
    void are_reused_as_their_cache_config_says() {
      bench.succeed(chain());
      assertThat(reasons(bench.succeed(chain().selecting(Optional.empty(), "B", "C"))))
          .containsExactly(entry("B", "REUSED"), entry("C", "REUSED"));
    }

    @Test
    @DisplayName("need no earlier execution where they read of nothing else")
    void need_no_earlier_execution() {
      ExecutionReport report = bench.succeed(chain().selecting(Optional.empty(), "A"));
      assertThat(report.notStarted()).containsExactly(new StepName("B"), new StepName("C"));
    }

    @Test
    @DisplayName("of which one in between is missing are refused")
    void with_one_in_between_missing_are_refused() {
      bench.succeed(chain());
      assertThat(bench.refusal(chain().selecting(Optional.empty(), "A", "C")).message())
          .isEqualTo("Step B lies between selected steps: select it too.");
    }

    @Test
    @DisplayName("are refused where the earlier execution is unknown or has not what they read")
    void are_refused_without_what_they_read() {
      assertThat(bench.refusal(chain().selecting(Optional.empty(), "B")).isNotFound()).isTrue();
      assertThat(
              bench
                  .refusal(chain().selecting(Optional.of(new ExecutionId("nosuchthing0")), "B"))
                  .message())
          .isEqualTo("Pipeline pipeline has no execution nosuchthing0.");
      failing("B", 1, "AlgorithmError: exit code 1");
      ExecutionId failed = bench.run(chain()).execution();
      assertThat(bench.refusal(chain().selecting(Optional.of(failed), "C")).message())
          .isEqualTo(
              "Execution %s has no result of step B, which selected steps need: select it too."
                  .formatted(failed));
      assertThat(bench.succeed(chain().selecting(Optional.of(failed), "B")).earlier()).hasSize(1);
    }

    @Test
    @DisplayName("in a branch run where the earlier execution took it")
    void in_a_branch_run_where_it_was_taken() {
      Order order =
          Order.of(condition("If", "Go", "yes", list(processing("Then")), list(processing("Else"))))
              .with("Go", "yes");
      ExecutionId source = bench.succeed(order).execution();
      bench.jobs.ran();
      bench.succeed(order.withoutReuse().selecting(Optional.of(source), "Then"));
      assertThat(bench.jobs.ran()).containsExactly("Then");
      assertThat(bench.refusal(order.selecting(Optional.of(source), "Else")).message())
          .isEqualTo(
              "Step Else stands in a branch of If that execution %s did not take: select If too."
                  .formatted(source));
    }

    @Test
    @DisplayName("are retried as a selection, too")
    void are_retried_as_a_selection() {
      ExecutionId source = bench.succeed(chain()).execution();
      failing("B", 1, "AlgorithmError: exit code 1");
      Order selected = chain().withoutReuse().selecting(Optional.of(source), "B", "C");
      ExecutionReport failed = bench.run(selected);
      bench.jobs.ran();
      ExecutionReport again = bench.retry(selected, failed.execution());
      assertThat(again.status()).isEqualTo(Status.SUCCEEDED);
      assertThat(bench.jobs.ran()).containsExactly("B", "C");
      assertThat(again.earlier()).extracting(EarlierStep::from).containsExactly(source);
    }

    private Order chain() {
      return Order.of(
          processing("A"),
          reading(processing("B"), outputOf("A")),
          reading(processing("C"), outputOf("B")));
    }
  }

  /** Lets a step fail so often, and then do the usual. */
  private void failing(String step, int times, String reason) {
    AtomicInteger left = new AtomicInteger(times);
    bench.jobs.let(
        step,
        job -> left.getAndDecrement() > 0 ? new Result.Failed(reason) : bench.jobs.usual(job));
  }

  private static ObjectValue retried(String name, int maxAttempts) {
    return retried(name, maxAttempts, 0);
  }

  private static ObjectValue retried(String name, int maxAttempts, int intervalSeconds) {
    return processing(name)
        .with(
            "RetryPolicies",
            list(
                object(
                    "ExceptionType",
                    list("SageMaker.CAPACITY_ERROR"),
                    "IntervalSeconds",
                    intervalSeconds,
                    "MaxAttempts",
                    maxAttempts)));
  }
}

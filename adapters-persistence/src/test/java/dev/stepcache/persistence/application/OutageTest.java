package dev.stepcache.persistence.application;

import static dev.stepcache.persistence.application.Bench.message;
import static dev.stepcache.persistence.application.Bench.reasons;
import static dev.stepcache.persistence.application.Bench.step;
import static dev.stepcache.persistence.application.Steps.after;
import static dev.stepcache.persistence.application.Steps.outputOf;
import static dev.stepcache.persistence.application.Steps.processing;
import static dev.stepcache.persistence.application.Steps.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.Identifiers;
import dev.stepcache.application.InFlight;
import dev.stepcache.application.JournalledRunHistory;
import dev.stepcache.application.RunJournal;
import dev.stepcache.application.RunningExecution;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.run.StepRun;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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
@DisplayName("An outage")
@Timeout(60)
class OutageTest {
  /** More than lies between two attempts to reach the history. */
  private static final Duration A_WHILE = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final Store store;
  private final SettableClock clock = new SettableClock();
  private final Outage outage = new Outage();
  private RunHistory real;
  private JournalledRunHistory history;
  private Bench bench;
  private int processes;

  OutageTest(Store store) {
    this.store = store;
  }

  @BeforeEach
  void set_up() {
    real = store.open(folder, clock);
    history = process();
    history.reach();
    bench = new Bench(folder, clock, history);
  }

  @AfterEach
  void clear_up() {
    bench.close();
    history.close();
    real.close();
  }

  /** The history as a process of its own sees it, not opened yet. */
  private JournalledRunHistory process() {
    processes++;
    return new JournalledRunHistory(
        () -> {
          outage.check("open");
          return outage.over(real);
        },
        new RunJournal(folder.resolve("journal"), "process-" + processes),
        new Identifiers(new SecureRandom()),
        clock);
  }

  @Nested
  @DisplayName("in the middle of an execution")
  class InTheMiddle {

    @Test
    @DisplayName("R17: is no miss: the step runs, the result is kept, and recorded later")
    void is_no_miss() {
      Order order = chain();
      outageDuring("A");
      ExecutionReport report = bench.succeed(order);
      assertThat(reasons(report))
          .containsExactly(
              entry("A", "NO_PREVIOUS_RUN"),
              entry("B", "HISTORY_UNAVAILABLE"),
              entry("C", "HISTORY_UNAVAILABLE"));
      assertThat(step(report, "B").decision().signature()).isPresent();
      assertThat(message(step(report, "B").decision()))
          .isEqualTo("the run history cannot be reached, so the step runs");
      assertThat(bench.warnings).contains("the history is away");
      assertThat(history.isAway()).isTrue();

      outage.end();
      clock.advance(A_WHILE);
      bench.jobs.letBe("A");
      assertThat(reasons(bench.succeed(order)))
          .containsExactly(entry("A", "REUSED"), entry("B", "REUSED"), entry("C", "REUSED"));
      assertThat(history.isAway()).isFalse();
      assertThat(journals()).isEmpty();
      assertThat(real.findExecution(report.execution()).orElseThrow().status())
          .isEqualTo(Execution.Status.SUCCEEDED);
      assertThat(real.steps(report.execution()))
          .extracting(ExecutedStep::status)
          .containsOnly(ExecutedStep.Status.SUCCEEDED)
          .hasSize(3);
    }

    @Test
    @DisplayName("R17: is met once by whoever looks ahead, and then by each step that starts")
    void is_met_once_by_whoever_looks_ahead() {
      outageDuring("A");
      bench.succeed(
          Order.of(
                  processing("A"),
                  after(processing("B"), "A"),
                  after(processing("C"), "A"),
                  after(processing("D"), "A"))
              .atMost(1));
      assertThat(outage.refused("firstReusable")).isEqualTo(1);
      assertThat(outage.refused("pastRuns")).isEqualTo(3);
    }

    @Test
    @DisplayName("R18: that outlasts a lease loses nothing silently: it says what came too late")
    void says_what_came_too_late() {
      bench.jobs.let(
          "A",
          job -> {
            outage.begin();
            clock.advance(Duration.ofSeconds(31));
            real.stopAbandoned(clock.instant());
            return bench.jobs.usual(job);
          });
      bench.succeed(Order.of(processing("A")));
      outage.end();
      clock.advance(A_WHILE);
      history.handOver();
      assertThat(history.notice().orElseThrow())
          .startsWith("1 of the successes from while the history was away came too late");
      assertThat(bench.runs("A"))
          .singleElement()
          .matches(run -> run.run() instanceof StepRun.Stopped);
    }

    @Test
    @DisplayName("R17: leaves what was kept to the next process, if the history is not back before")
    void leaves_what_was_kept_to_the_next_process() {
      outageDuring("A");
      ExecutionReport report = bench.succeed(chain());
      history.close();
      assertThat(journals()).hasSize(1);

      outage.end();
      JournalledRunHistory next = process();
      next.reach();
      assertThat(journals()).isEmpty();
      assertThat(real.steps(report.execution())).hasSize(3);
      try (Bench later = new Bench(folder, clock, next)) {
        assertThat(reasons(later.succeed(chain())).values()).containsOnly("REUSED");
      }
    }

    @Test
    @DisplayName("R17: leaves no run abandoned that the process still kept the end of")
    void leaves_no_run_abandoned_whose_end_was_kept() {
      outageDuring("A");
      bench.succeed(chain());
      history.close();
      outage.end();
      clock.advance(Duration.ofMinutes(5));
      try (JournalledRunHistory next = process();
          Bench later = new Bench(folder, clock, next)) {
        assertThat(reasons(later.succeed(chain())).values()).containsOnly("REUSED");
      }
    }

    @Test
    @DisplayName("R17: is tried anew every few seconds, so that later steps are decided again")
    void is_tried_anew() {
      bench.succeed(chain());
      outageDuring("A");
      bench.jobs.let(
          "B",
          job -> {
            outage.end();
            clock.advance(A_WHILE);
            return bench.jobs.usual(job);
          });
      Order order =
          Order.of(
              processing("A", "new", "1"),
              after(processing("B"), "A"),
              after(processing("C2"), "B"));
      ExecutionReport report = bench.succeed(order);
      assertThat(reasons(report))
          .containsExactly(
              entry("A", "ATTRIBUTES_CHANGED"),
              entry("B", "HISTORY_UNAVAILABLE"),
              entry("C2", "NO_PREVIOUS_RUN"));
      assertThat(history.isAway()).isFalse();
      assertThat(bench.runs("B").get(0).run()).isInstanceOf(StepRun.Succeeded.class);
    }

    @Test
    @DisplayName("R17: ends the execution where a user requires the history")
    void ends_the_execution_where_the_history_is_required() {
      RunHistory plain = outage.over(real);
      try (Bench requiring = new Bench(folder, clock, plain)) {
        requiring.jobs.let(
            "A",
            job -> {
              Result done = requiring.jobs.usual(job);
              outage.beginOf("pastRuns");
              return done;
            });
        assertThatThrownBy(() -> requiring.run(chain().requiringHistory()))
            .isInstanceOf(RunHistoryUnavailable.class)
            .hasMessage("the history is away");
        assertThat(requiring.jobs.ran()).containsExactly("A");
      }
    }

    @Test
    @DisplayName("R18: never fails a step, whichever recording it hits")
    void never_fails_a_step() {
      for (String method : List.of("start", "complete", "keep", "end", "renew", "stopAbandoned")) {
        outage.beginOf(method);
        Order order = Order.of(processing("A", "method", method));
        ExecutionReport report = bench.succeed(order);
        assertThat(step(report, "A").status()).isEqualTo(ExecutedStep.Status.SUCCEEDED);
        outage.end();
        clock.advance(A_WHILE);
        assertThat(reasons(bench.succeed(order))).as(method).containsExactly(entry("A", "REUSED"));
        assertThat(real.findExecution(report.execution()).orElseThrow().status())
            .as(method)
            .isEqualTo(Execution.Status.SUCCEEDED);
      }
    }

    @Test
    @DisplayName("R18: keeps a success that a stop came too late for")
    void keeps_a_success_that_a_stop_came_too_late_for() throws InterruptedException {
      CountDownLatch working = new CountDownLatch(1);
      bench.jobs.let(
          "A",
          job -> {
            Result done = bench.jobs.usual(job);
            outage.begin();
            working.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException late) {
              Thread.currentThread().interrupt();
            }
            return done;
          });
      Order order = Order.of(processing("A"));
      RunningExecution execution = bench.begin(order);
      Thread.startVirtualThread(() -> {
        try {
          working.await();
        } catch (InterruptedException never) {
          throw new IllegalStateException(never);
        }
        execution.stop();
      });
      assertThat(step(execution.await(), "A").status()).isEqualTo(ExecutedStep.Status.SUCCEEDED);
      outage.end();
      clock.advance(A_WHILE);
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "REUSED"));
    }

    @Test
    @DisplayName("R18: fails no step, even where the journal cannot be written")
    void fails_no_step_where_the_journal_cannot_be_written() throws IOException {
      Files.writeString(folder.resolve("journal"), "in place of its folder");
      outageDuring("A");
      ExecutionReport report = bench.succeed(chain());
      assertThat(bench.warnings).anyMatch(warning -> warning.contains("journal"));

      outage.end();
      clock.advance(A_WHILE);
      Files.delete(folder.resolve("journal"));
      bench.jobs.letBe("A");
      assertThat(reasons(bench.succeed(chain())).values()).containsOnly("REUSED");
      assertThat(real.findExecution(report.execution()).orElseThrow().status())
          .isEqualTo(Execution.Status.SUCCEEDED);
    }

    @Test
    @DisplayName(
        "R17: leaves whole what was kept, though at first the journal could not be written")
    void leaves_whole_what_was_kept() throws IOException {
      Path blockade = folder.resolve("journal");
      Files.writeString(blockade, "in place of its folder");
      outageDuring("A");
      bench.jobs.let(
          "C",
          job -> {
            Files.delete(blockade);
            return bench.jobs.usual(job);
          });
      ExecutionReport report = bench.succeed(chain());
      history.close();

      outage.end();
      try (JournalledRunHistory next = process()) {
        next.reach();
        assertThat(journals()).isEmpty();
        assertThat(real.steps(report.execution())).hasSize(3);
        assertThat(bench.runs("A")).hasSize(1);
      }
    }

    @Test
    @DisplayName("R17: is told at its end by an execution, whatever was kept elsewhere by then")
    void is_told_at_its_end_by_an_execution() {
      outageDuring("A");
      bench.succeed(Order.of(processing("A")));
      assertThat(bench.warnings)
          .containsExactly(
              "the history cannot be written now; what was done is recorded when it is back");
    }

    @Test
    @DisplayName("R17: loses no step of an execution that is retried")
    void loses_no_step_of_an_execution_that_is_retried() throws InterruptedException {
      bench.jobs.let("B", job -> new Result.Failed("for now"));
      ExecutionReport failed = bench.run(chain());
      outage.end();
      try (JournalledRunHistory next = process();
          Bench later = new Bench(folder, clock, next)) {
        next.reach();
        later.jobs.let(
            "B",
            job -> {
              outage.begin();
              return later.jobs.usual(job);
            });
        ExecutionReport report = later.retry(chain(), failed.execution());
        assertThat(report.status()).isEqualTo(Execution.Status.SUCCEEDED);
        outage.end();
        clock.advance(A_WHILE);
        next.handOver();
      }
      assertThat(journals()).isEmpty();
      assertThat(real.findExecution(failed.execution()).orElseThrow().status())
          .isEqualTo(Execution.Status.SUCCEEDED);
      assertThat(bench.runs("B"))
          .extracting(run -> run.run().getClass().getSimpleName())
          .containsExactlyInAnyOrder("Failed", "Succeeded");
    }

    @Test
    @DisplayName("X6: leaves one run of a step that joins, not one more that nobody ends")
    void leaves_one_run_of_a_step_that_joins() {
      outage.beginOfAnswersTo("startAlone");
      Order order = Order.of(processing("A")).inFlight(InFlight.JOIN);
      bench.succeed(order);
      outage.end();
      clock.advance(A_WHILE);
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "REUSED"));
      assertThat(bench.runs("A"))
          .singleElement()
          .satisfies(run -> assertThat(run.run()).isInstanceOf(StepRun.Succeeded.class));
    }

    @Test
    @DisplayName("X5: keeps that a run must never be reused")
    void keeps_that_a_run_must_never_be_reused() throws IOException {
      bench.file("in.txt", "one");
      bench.jobs.let(
          "A",
          job -> {
            outage.begin();
            bench.file("in.txt", "two");
            return bench.jobs.usual(job);
          });
      Order order = Order.of(reading(processing("A"), "file://./in.txt"));
      bench.succeed(order);
      outage.end();
      clock.advance(A_WHILE);
      bench.file("in.txt", "one");
      bench.jobs.letBe("A");
      assertThat(reasons(bench.succeed(order))).containsExactly(entry("A", "RETRACTED"));
    }

    @Test
    @DisplayName("R17: may come again, as often as it likes")
    void may_come_again() {
      for (int i = 0; i < 3; i++) {
        Order order =
            Order.of(processing("A", "round", i), after(processing("B", "round", i), "A"));
        outageDuring("A");
        bench.succeed(order);
        outage.end();
        clock.advance(A_WHILE);
        bench.jobs.letBe("A");
        assertThat(reasons(bench.succeed(order)).values()).containsOnly("REUSED");
      }
    }

    private void outageDuring(String step) {
      bench.jobs.let(
          step,
          job -> {
            outage.begin();
            return bench.jobs.usual(job);
          });
    }
  }

  @Nested
  @DisplayName("from the start, where a user can do without the history")
  class FromTheStart {

    @Test
    @DisplayName("R17: is told at once to who cannot")
    void is_told_at_once_to_who_cannot() {
      outage.begin();
      try (JournalledRunHistory away = process()) {
        assertThatThrownBy(away::reach).isInstanceOf(RunHistoryUnavailable.class);
      }
    }

    @Test
    @DisplayName("R17: is a bypass of every step, recorded by the next process")
    void is_a_bypass_of_every_step() {
      ExecutionReport before = bench.succeed(chain());
      outage.begin();
      ExecutionReport report;
      try (JournalledRunHistory away = process();
          Bench optional = new Bench(folder, clock, away)) {
        report = optional.succeed(chain());
        assertThat(reasons(report).values()).containsOnly("HISTORY_UNAVAILABLE");
      }
      outage.end();
      history.handOver();
      assertThat(real.pipelines()).hasSize(1);
      assertThat(real.findExecution(report.execution()).orElseThrow().pipeline())
          .isEqualTo(real.findExecution(before.execution()).orElseThrow().pipeline());
      assertThat(bench.runs("A"))
          .extracting(run -> run.run().execution())
          .containsExactly(Optional.of(report.execution()), Optional.of(before.execution()));
    }

    @Test
    @DisplayName("R17: ends with the steps after it decided and recorded as if it had never been")
    void ends_with_later_steps_decided_and_recorded() {
      bench.succeed(Order.of(processing("A"), processing("B"), processing("C", "old", 1)));
      outage.begin();
      try (JournalledRunHistory away = process();
          Bench optional = new Bench(folder, clock, away)) {
        optional.jobs.let(
            "A",
            job -> {
              outage.end();
              clock.advance(A_WHILE);
              return optional.jobs.usual(job);
            });
        Order order =
            Order.of(
                processing("A"),
                after(processing("B"), "A"),
                after(processing("C", "new", 1), "A"));
        ExecutionReport report = optional.succeed(order);
        assertThat(reasons(report))
            .containsOnly(
                entry("A", "HISTORY_UNAVAILABLE"),
                entry("B", "REUSED"),
                entry("C", "ATTRIBUTES_CHANGED"));
        assertThat(reasons(optional.succeed(order)).values()).containsOnly("REUSED");
        assertThat(real.findExecution(report.execution()).orElseThrow().status())
            .isEqualTo(Execution.Status.SUCCEEDED);
        assertThat(real.steps(report.execution())).hasSize(3);
      }
      assertThat(real.pipelines()).hasSize(1);
    }

    @Test
    @DisplayName("R17: of a store that never had the pipeline begins it there")
    void begins_the_pipeline_there() {
      outage.begin();
      try (JournalledRunHistory away = process();
          Bench optional = new Bench(folder, clock, away)) {
        optional.succeed(chain());
        outage.end();
        clock.advance(A_WHILE);
        assertThat(reasons(optional.succeed(chain())).values()).containsOnly("REUSED");
      }
      assertThat(real.pipelines()).hasSize(1);
    }

    @Test
    @DisplayName("R17: is over when the next that can do without the history reaches it")
    void is_over_when_the_next_reaches_it() {
      outage.begin();
      try (JournalledRunHistory away = process();
          Bench optional = new Bench(folder, clock, away)) {
        optional.succeed(chain());
      }
      outage.end();
      try (JournalledRunHistory next = process();
          Bench optional = new Bench(folder, clock, next)) {
        assertThat(reasons(optional.succeed(chain())).values()).containsOnly("REUSED");
      }
    }

    @Test
    @DisplayName("X9: leaves an execution with a lease once the history is back")
    void leaves_an_execution_with_a_lease() throws InterruptedException {
      outage.begin();
      try (JournalledRunHistory away = process()) {
        Bench killed = new Bench(folder, clock, away);
        RunningExecution execution = killed.begin(Order.of(processing("A")));
        outage.end();
        away.handOver();
        assertThat(real.findExecution(execution.id()).orElseThrow().status())
            .isEqualTo(Execution.Status.EXECUTING);
        killed.close();
        clock.advance(Duration.ofMinutes(1));
        real.stopAbandoned(clock.instant());
        assertThat(real.findExecution(execution.id()).orElseThrow().status())
            .isEqualTo(Execution.Status.STOPPED);
      }
    }
  }

  @Nested
  @DisplayName("met by several processes")
  class MetBySeveralProcesses {

    @Test
    @DisplayName("R17: leaves the journal of a living process to that process")
    void leaves_a_living_process_its_journal() {
      outage.begin();
      try (JournalledRunHistory living = process();
          Bench other = new Bench(folder, clock, living)) {
        other.succeed(Order.of(processing("A")));
        outage.end();
        history.handOver();
        assertThat(journals()).hasSize(1);
        assertThat(bench.runs("A")).isEmpty();
      }
      assertThat(journals()).isEmpty();
      assertThat(bench.runs("A")).hasSize(1);
    }

    @Test
    @DisplayName("X9: hands over all that a process kept before it was killed, but half a line")
    void hands_over_all_but_half_a_line() throws IOException {
      outage.begin();
      JournalledRunHistory killed = process();
      try (Bench other = new Bench(folder, clock, killed)) {
        other.succeed(Order.of(processing("A"), after(processing("B"), "A")));
        killed.close();
      }
      for (Path journal : journals()) {
        Files.writeString(
            journal, "{\"fact\":\"run\",\"id\":\"half", UTF_8, StandardOpenOption.APPEND);
      }
      outage.end();
      history.handOver();
      assertThat(journals()).isEmpty();
      assertThat(bench.runs("A")).hasSize(1);
      assertThat(bench.runs("B")).hasSize(1);
    }

    @Test
    @DisplayName("X9: leaves no execution going on whose process was killed")
    void leaves_no_execution_going_on() throws InterruptedException {
      outage.begin();
      JournalledRunHistory killed = process();
      Bench other = new Bench(folder, clock, killed);
      RunningExecution execution = other.begin(Order.of(processing("A")));
      other.close();
      killed.close();
      outage.end();
      history.handOver();
      assertThat(real.findExecution(execution.id()).orElseThrow().status())
          .isEqualTo(Execution.Status.STOPPED);
    }
  }

  private static Order chain() {
    return Order.of(
        processing("A"),
        reading(processing("B"), outputOf("A")),
        reading(processing("C"), outputOf("B")));
  }

  private List<Path> journals() {
    List<Path> journals = new ArrayList<>();
    Path journal = folder.resolve("journal");
    if (Files.isDirectory(journal)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(journal)) {
        files.forEach(journals::add);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return journals;
  }
}

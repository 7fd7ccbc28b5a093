package dev.stepcache.persistence.application;

import static dev.stepcache.persistence.application.Bench.reasons;
import static dev.stepcache.persistence.application.Steps.outputOf;
import static dev.stepcache.persistence.application.Steps.processing;
import static dev.stepcache.persistence.application.Steps.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.Identifiers;
import dev.stepcache.application.JournalledRunHistory;
import dev.stepcache.application.Leases;
import dev.stepcache.application.RunJournal;
import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.persistence.jooq.RunHistories;
import dev.stepcache.persistence.objects.ObjectStores;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Executes a pipeline of two steps while a real store is faulty, and looks afterwards what the
 * store has of it (R17, R18).
 */
final class Trial {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String LAST = "B";

  private final Path folder;
  private final String url;
  private final String soundUrl;
  private final Order order;

  /**
   * A trial in a folder of its own.
   *
   * @param url of the store, which may become faulty
   * @param soundUrl of the same store, without what may become faulty
   * @param name unlike that of any other trial of the store
   */
  Trial(Path folder, String url, String soundUrl, String name) {
    this.folder = folder.resolve(name);
    this.url = url;
    this.soundUrl = soundUrl;
    this.order = Order.of(processing("A", "trial", name), reading(processing(LAST), outputOf("A")));
  }

  /** When a fault begins. */
  enum Moment {
    BEFORE_THE_EXECUTION,
    WHILE_A_STEP_WORKS,
    WHILE_THE_LAST_STEP_WORKS
  }

  /** Something that is wrong with a store for a while. */
  interface Fault {
    void begin() throws Exception;

    void end() throws Exception;
  }

  /**
   * Fails no step and loses no success, whatever the fault: each is recorded once, by the next
   * process at the latest; and while it waits for that the execution says so.
   */
  void losesNothing(Fault fault, Moment moment) throws Exception {
    List<String> warnings = new CopyOnWriteArrayList<>();
    ExecutionReport report;
    boolean waits;
    try (JournalledRunHistory history = process()) {
      history.reach();
      report = execute(history, order, warnings, fault, moment);
      waits = history.notice().isPresent();
    }
    assertThat(report.status()).as(warnings::toString).isEqualTo(Execution.Status.SUCCEEDED);
    if (waits) {
      assertThat(warnings).anyMatch(warning -> warning.contains("recorded when it is back"));
    }
    fault.end();
    isRecordedOnce(report.execution());
  }

  /** Is refused at its start, unless a user can do without the history. */
  void isRefusedOrBypassed(Fault fault) throws Exception {
    fault.begin();
    List<String> warnings = new CopyOnWriteArrayList<>();
    ExecutionReport report;
    try (JournalledRunHistory refused = process();
        JournalledRunHistory optional = process()) {
      assertThatExceptionOfType(RunHistoryUnavailable.class).isThrownBy(refused::reach);
      report = execute(optional, order, warnings, fault, null);
    }
    assertThat(report.status()).as(warnings::toString).isEqualTo(Execution.Status.SUCCEEDED);
    assertThat(reasons(report).values()).containsOnly("HISTORY_UNAVAILABLE");
    assertThat(warnings).anyMatch(warning -> warning.contains("recorded when it is back"));
    fault.end();
    isRecordedOnce(report.execution());
  }

  /** Ends an execution that requires the history; no further step starts, nothing is claimed. */
  void endsWhatRequiresTheHistory(Fault fault) throws Exception {
    List<String> warnings = new CopyOnWriteArrayList<>();
    try (RunHistory history = RunHistories.open(url, CLOCK)) {
      assertThatExceptionOfType(RunHistoryUnavailable.class)
          .isThrownBy(() ->
              execute(
                  history, order.requiringHistory(), warnings, fault, Moment.WHILE_A_STEP_WORKS));
    }
    fault.end();
    try (RunHistory history = RunHistories.open(soundUrl, CLOCK)) {
      assertThat(LinearOrder.runs(history, LAST)).isEmpty();
      assertThat(LinearOrder.runs(history, "A")).noneMatch(StepRun.Succeeded.class::isInstance);
      assertThat(execute(history, order, warnings, fault, null).status())
          .isEqualTo(Execution.Status.SUCCEEDED);
    }
  }

  private JournalledRunHistory process() {
    Identifiers identifiers = new Identifiers(new SecureRandom());
    return new JournalledRunHistory(
        () -> RunHistories.open(url, CLOCK),
        new RunJournal(folder.resolve("journal"), identifiers.owner()),
        identifiers,
        CLOCK);
  }

  private ExecutionReport execute(
      RunHistory history, Order what, List<String> warnings, Fault fault, @Nullable Moment moment)
      throws Exception {
    ObjectStore objects = ObjectStores.open(folder.resolve("s3"), folder, CLOCK);
    Jobs jobs = new Jobs(objects, RunKind.REAL);
    let(jobs, "A", fault, moment == Moment.WHILE_A_STEP_WORKS);
    let(jobs, LAST, fault, moment == Moment.WHILE_THE_LAST_STEP_WORKS);
    if (moment == Moment.BEFORE_THE_EXECUTION) {
      fault.begin();
    }
    try (Machine machine =
        new Machine(
            folder, history.clock(), history, objects, jobs, InputRule.CONTENT, Leases.LENGTH)) {
      return machine
          .executor()
          .begin(
              what.request(),
              new ExecutionListener() {
                @Override
                public void warned(String message) {
                  warnings.add(message);
                }
              })
          .getOrElseThrow(refusal -> new AssertionError(refusal.message()))
          .await();
    }
  }

  private static void let(Jobs jobs, String step, Fault fault, boolean isFaulty) {
    jobs.let(
        step,
        job -> {
          Result done = jobs.usual(job);
          if (isFaulty) {
            try {
              fault.begin();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
          return done;
        });
  }

  private void isRecordedOnce(ExecutionId execution) throws Exception {
    try (JournalledRunHistory next =
        new JournalledRunHistory(
            () -> RunHistories.open(soundUrl, CLOCK),
            new RunJournal(folder.resolve("journal"), "next"),
            new Identifiers(new SecureRandom()),
            CLOCK)) {
      next.reach();
      assertThat(journals()).isEmpty();
      assertThat(next.findExecution(execution).map(Execution::status))
          .contains(Execution.Status.SUCCEEDED);
      assertThat(next.steps(execution))
          .extracting(ExecutedStep::status)
          .containsExactly(ExecutedStep.Status.SUCCEEDED, ExecutedStep.Status.SUCCEEDED);
      for (String step : List.of("A", LAST)) {
        assertThat(LinearOrder.runs(next, step))
            .filteredOn(run -> run.execution().filter(execution::equals).isPresent())
            .singleElement()
            .isInstanceOf(StepRun.Succeeded.class);
      }
      ExecutionReport again = execute(next, order, new ArrayList<>(), NONE, null);
      assertThat(reasons(again).values()).containsOnly("REUSED");
    }
  }

  private static final Fault NONE =
      new Fault() {
        @Override
        public void begin() {}

        @Override
        public void end() {}
      };

  private List<Path> journals() throws IOException {
    List<Path> journals = new ArrayList<>();
    Path journal = folder.resolve("journal");
    if (Files.isDirectory(journal)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(journal)) {
        files.forEach(journals::add);
      }
    }
    return journals;
  }
}

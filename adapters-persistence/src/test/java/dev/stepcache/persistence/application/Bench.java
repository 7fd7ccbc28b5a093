package dev.stepcache.persistence.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.Leases;
import dev.stepcache.application.PipelineExecutor.Refusal;
import dev.stepcache.application.Planner.PlannedStep;
import dev.stepcache.application.RunningExecution;
import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.persistence.objects.ObjectStores;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A machine on which pipelines are executed, with a clock that is set by hand. */
final class Bench implements AutoCloseable {
  final SettableClock clock;
  final RunHistory history;
  final ObjectStore objects;
  final Jobs jobs;
  final List<String> warnings = new CopyOnWriteArrayList<>();
  final List<String> waited = new CopyOnWriteArrayList<>();
  final List<String> retried = new CopyOnWriteArrayList<>();
  private volatile Consumer<StepReport> whenEnded = step -> {};
  private final Path folder;
  private final Machine machine;

  Bench(Path folder, SettableClock clock, RunHistory history) {
    this(folder, clock, history, RunKind.REAL, InputRule.CONTENT);
  }

  Bench(Path folder, SettableClock clock, RunHistory history, RunKind kind, InputRule rule) {
    this.folder = folder.toAbsolutePath();
    this.clock = clock;
    this.history = history;
    this.objects = ObjectStores.open(folder.resolve("s3"), folder, InstantSource.system());
    this.jobs = new Jobs(objects, kind);
    this.machine = new Machine(folder, clock, history, objects, jobs, rule, Leases.LENGTH);
  }

  /** Another bench over the same history and objects, whose jobs are simulated. */
  Bench simulating() {
    return new Bench(folder, clock, history, RunKind.SIMULATED, InputRule.CONTENT);
  }

  /** Another bench over the same history and objects, which looks at places alone. */
  Bench byLocation() {
    return new Bench(folder, clock, history, RunKind.REAL, InputRule.LOCATION);
  }

  /** An execution from begin to end; a minute later it is over. */
  ExecutionReport run(Order order) {
    try {
      return begin(order).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      clock.advance(Duration.ofMinutes(1));
    }
  }

  /** An execution that succeeds. */
  ExecutionReport succeed(Order order) {
    ExecutionReport report = run(order);
    assertThat(report.status())
        .as(() -> report.failureReason() + " " + report.steps())
        .isEqualTo(Execution.Status.SUCCEEDED);
    return report;
  }

  RunningExecution begin(Order order) {
    return begun(machine.executor().begin(order.request(), listener()));
  }

  /** Why an execution does not begin. */
  Refusal refusal(Order order) {
    return machine.executor().begin(order.request(), listener()).getLeft();
  }

  /** The next round of an execution, from begin to end; a minute later it is over. */
  ExecutionReport retry(Order order, ExecutionId ended) {
    Execution execution = history.findExecution(ended).orElseThrow();
    try {
      return begun(machine.executor().retry(order.request(), execution, listener())).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      clock.advance(Duration.ofMinutes(1));
    }
  }

  /** Why an execution is not retried. */
  Refusal retryRefusal(Order order, ExecutionId ended) {
    Execution execution = history.findExecution(ended).orElseThrow();
    return machine.executor().retry(order.request(), execution, listener()).getLeft();
  }

  private static RunningExecution begun(Either<Refusal, RunningExecution> begun) {
    return begun.getOrElseThrow(refusal -> new AssertionError(refusal.message()));
  }

  private ExecutionListener listener() {
    return new ExecutionListener() {
      @Override
      public void ended(StepReport step) {
        whenEnded.accept(step);
      }

      @Override
      public void warned(String message) {
        warnings.add(message);
      }

      @Override
      public void waiting(StepReport step, String why) {
        waited.add(step.name() + " " + why);
      }

      @Override
      public void retrying(StepReport step, String reason, Duration pause) {
        retried.add("%s %d %s %s".formatted(step.name(), step.attempts(), pause, reason));
      }
    };
  }

  /** From now on this is done whenever the end of a step is told. */
  void whenEnded(Consumer<StepReport> told) {
    whenEnded = told;
  }

  List<PlannedStep> plan(Order order) {
    return machine.planner().plan(order.request());
  }

  /** The reason of each step's decision, in the order in which they were decided. */
  static Map<String, String> reasons(ExecutionReport report) {
    Map<String, String> reasons = new LinkedHashMap<>();
    report.steps().forEach(step -> reasons.put(step.name().text(), reason(step.decision())));
    return reasons;
  }

  /** The reason of each planned decision; UNKNOWN with the steps it depends on. */
  static Map<String, String> reasons(List<PlannedStep> plan) {
    Map<String, String> reasons = new LinkedHashMap<>();
    plan.forEach(step -> reasons.put(step.name().text(), reason(step)));
    return reasons;
  }

  private static String reason(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Decided(CacheDecision decision) -> reason(decision);
      case PlannedStep.Unknown unknown -> "UNKNOWN " + unknown.dependsOn();
      case PlannedStep.Impossible impossible -> "IMPOSSIBLE " + impossible.reason();
    };
  }

  static String reason(CacheDecision decision) {
    return Machine.DOCUMENTS.of(decision).value().textMember("reason").orElseThrow();
  }

  static String message(CacheDecision decision) {
    return Machine.DOCUMENTS.of(decision).value().textMember("message").orElseThrow();
  }

  static StepReport step(ExecutionReport report, String name) {
    return report.steps().stream()
        .filter(step -> step.name().text().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("step " + name + " was not decided"));
  }

  /** All runs of a step, last started first. */
  List<RecordedRun> runs(String step) {
    try (Stream<RecordedRun> runs =
        history.runs(new RunQuery(Optional.empty(), Optional.empty()))) {
      return runs.filter(run -> run.run().scope().step().text().equals(step)).toList();
    }
  }

  void file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, content);
  }

  String read(String uri) throws IOException {
    return new String(objects.read(uri).orElseThrow(), UTF_8);
  }

  /** Deletes an object behind everybody's back. */
  void lose(String uri) throws IOException {
    Files.delete(folder.resolve("s3").resolve(uri.substring("s3://".length())));
  }

  @Override
  public void close() {
    machine.close();
  }
}

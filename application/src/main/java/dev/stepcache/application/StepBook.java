package dev.stepcache.application;

import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.PipelineExecutor.Parts;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what becomes of the steps of an execution, and tells it. */
final class StepBook {
  private final Parts parts;
  private final Execution execution;
  private final ExecutionListener listener;
  private final AtomicInteger positions;

  /**
   * @param firstPosition the place of the step that is decided next
   */
  StepBook(Parts parts, Execution execution, ExecutionListener listener, int firstPosition) {
    this.parts = parts;
    this.execution = execution;
    this.listener = listener;
    this.positions = new AtomicInteger(firstPosition);
  }

  /** How a step ended, with its report if it was decided. */
  sealed interface StepEnd {
    Optional<StepReport> report();

    /**
     * The step has a result.
     *
     * @param outcome whether a Condition holds; empty of any other step
     */
    record Succeeded(Optional<StepReport> report, AttributeValue job, Optional<Boolean> outcome)
        implements StepEnd {}

    record Failed(Optional<StepReport> report, String reason) implements StepEnd {}

    record Stopped(Optional<StepReport> report) implements StepEnd {}

    /** Something broke that is no result of a step, such as a required history that is gone. */
    record Broken(RuntimeException cause) implements StepEnd {
      @Override
      public Optional<StepReport> report() {
        return Optional.empty();
      }
    }
  }

  ExecutionListener listener() {
    return listener;
  }

  /** A step was decided. */
  StepReport decided(CacheDecision decision) {
    return new StepReport(
        positions.getAndIncrement(),
        decision,
        ExecutedStep.Status.EXECUTING,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  StepEnd succeeded(
      StepReport report,
      Optional<StepRun.Executing> run,
      AttributeValue job,
      Optional<Boolean> outcome) {
    StepReport ended =
        report.ended(
            ExecutedStep.Status.SUCCEEDED, parts.cache().now(), Optional.of(job), Optional.empty());
    end(ended, run);
    return new StepEnd.Succeeded(Optional.of(ended), job, outcome);
  }

  /** Steps reuse the runs that were decided on. */
  List<StepEnd> reused(List<StepReport> decided) {
    List<StepReport> ended =
        decided.stream()
            .map(report ->
                report.ended(
                    ExecutedStep.Status.SUCCEEDED,
                    parts.cache().now(),
                    source(report).map(source -> source.outputs().job()),
                    Optional.empty()))
            .toList();
    parts
        .history()
        .keep(
            execution.id(), ended.stream().map(report -> kept(report, Optional.empty())).toList());
    ended.forEach(listener::ended);
    return ended.stream()
        .<StepEnd>map(report ->
            new StepEnd.Succeeded(
                Optional.of(report), report.outputs().orElseThrow(), Optional.empty()))
        .toList();
  }

  private static Optional<StepRun.Succeeded> source(StepReport report) {
    return report.decision().outcome() instanceof Outcome.Hit hit
        ? Optional.of(hit.source())
        : Optional.empty();
  }

  /** A step failed whose run, if there is one, has its end already. */
  StepEnd failed(StepReport report, Optional<StepRun.Executing> run, String reason) {
    StepReport ended =
        report.ended(
            ExecutedStep.Status.FAILED, parts.cache().now(), Optional.empty(), Optional.of(reason));
    end(ended, run);
    return new StepEnd.Failed(
        Optional.of(ended), "step %s failed: %s".formatted(report.name(), reason));
  }

  StepEnd stopped(StepReport report, Optional<StepRun.Executing> run) {
    Instant at = parts.cache().now();
    run.ifPresent(executing -> parts.cache().stop(executing, at, "the execution was stopped"));
    StepReport ended =
        report.ended(ExecutedStep.Status.STOPPED, at, Optional.empty(), Optional.empty());
    end(ended, run);
    return new StepEnd.Stopped(Optional.of(ended));
  }

  private void end(StepReport ended, Optional<StepRun.Executing> run) {
    keep(ended, run);
    listener.ended(ended);
  }

  /** Keeps what is known of a step by now. */
  void keep(StepReport report, Optional<StepRun.Executing> run) {
    parts.history().keep(execution.id(), kept(report, run));
  }

  private ExecutedStep kept(StepReport report, Optional<StepRun.Executing> run) {
    CacheDecision decision = report.decision();
    Optional<StepRunId> source = source(report).map(StepRun::id);
    boolean keptElsewhere = run.isPresent() || source.isPresent();
    return new ExecutedStep(
        report.position(),
        report.name(),
        decision.step().type(),
        report.status(),
        run.map(StepRun::id),
        source,
        Optional.empty(),
        Optional.of(parts.documents().withoutOutputs(decision).compact()),
        keptElsewhere ? Optional.empty() : report.outputs().map(CanonicalJson::text),
        report.attempts(),
        execution.round(),
        report.startedAt(),
        report.completedAt(),
        report.failureReason());
  }
}

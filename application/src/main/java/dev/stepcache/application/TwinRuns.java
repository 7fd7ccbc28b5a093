package dev.stepcache.application;

import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.PipelineExecutor.Parts;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.AloneStart;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs of one step with one key document that are to be no more than one at a time (X6). Whoever
 * finds another going on waits for its end; one whose owner is gone ends with its lease.
 */
final class TwinRuns {
  /** More than the clocks of those who share a store differ. */
  private static final Duration LITTLE = Duration.ofSeconds(5);

  private final Parts parts;
  private final WorkInProgress work;
  private final StepBook book;

  TwinRuns(Parts parts, WorkInProgress work, StepBook book) {
    this.parts = parts;
    this.work = work;
    this.book = book;
  }

  /** What came of trying to be the only one. */
  sealed interface Turn {

    /** The run is, and is kept. */
    record Alone() implements Turn {}

    /** Another one ended meanwhile: it has to be decided anew. */
    record After(Optional<StepRun.Ended> other) implements Turn {}
  }

  /**
   * Starts a run alone, or waits for the end of the one that is in its way.
   *
   * @param latest the latest success before it was decided to start this one
   */
  Turn take(StepRun.Executing run, Optional<StepRunId> latest, StepReport report)
      throws InterruptedException {
    Duration ahead = latest.map(success -> ahead(success, report)).orElse(Duration.ZERO);
    if (ahead.isPositive() && ahead.compareTo(LITTLE) <= 0) {
      pause(ahead);
      return new Turn.After(Optional.empty());
    }
    Optional<RunHistory.Lease> lease = Optional.of(parts.leases().lease());
    return switch (parts.history().startAlone(run, lease, latest)) {
      case AloneStart.Started() -> new Turn.Alone();
      case AloneStart.Outdated() -> new Turn.After(Optional.empty());
      case AloneStart.Twin(StepRunId twin) -> {
        book.keep(report, Optional.empty());
        book.listener().waiting(report, "for the end of run " + twin);
        yield new Turn.After(awaitEnd(twin));
      }
    };
  }

  /**
   * How long after the decision a run completed that had completed before it: whoever ran it has a
   * clock a little ahead of ours, and the decision could not count it yet (R13).
   */
  private Duration ahead(StepRunId latest, StepReport report) {
    return parts
        .history()
        .findRun(latest)
        .map(RecordedRun::run)
        .filter(StepRun.Ended.class::isInstance)
        .map(run ->
            Duration.between(report.decision().decidedAt(), ((StepRun.Ended) run).completedAt()))
        .orElse(Duration.ZERO);
  }

  /** The run as it ended, its step being over; empty when it was deleted or retracted meanwhile. */
  private Optional<StepRun.Ended> awaitEnd(StepRunId twin) throws InterruptedException {
    RunHistory history = parts.history();
    GrowingPause pause = new GrowingPause();
    while (true) {
      history.stopAbandoned(history.clock().instant());
      Optional<RecordedRun> now = history.findRun(twin);
      if (now.isEmpty() || now.get().retracted().isPresent()) {
        return Optional.empty();
      }
      if (now.get().run() instanceof StepRun.Ended ended) {
        Optional<ExecutedStep.Status> step = stepOf(ended);
        if (!(ended instanceof StepRun.Failed) || step.isEmpty()) {
          return Optional.of(ended);
        }
        // Its execution may try again (X2): the step is not over before it says so.
        switch (step.get()) {
          case FAILED -> {
            return Optional.of(ended);
          }
          case SUCCEEDED, STOPPED -> {
            return Optional.empty();
          }
          case EXECUTING -> {}
        }
      }
      pause(pause.next());
    }
  }

  /** What has become of a run's step in its execution. */
  private Optional<ExecutedStep.Status> stepOf(StepRun run) {
    return run.execution().stream()
        .flatMap(execution -> parts.history().steps(execution).stream())
        .filter(step -> step.name().equals(run.scope().step()))
        .map(ExecutedStep::status)
        .findFirst();
  }

  /** Here alone a stop interrupts: a history that is asked then would seem to be away. */
  private void pause(Duration pause) throws InterruptedException {
    work.during(() -> {
      Thread.sleep(pause);
      return true;
    });
  }
}

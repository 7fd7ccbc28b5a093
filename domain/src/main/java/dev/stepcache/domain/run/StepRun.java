package dev.stepcache.domain.run;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.stepcache.domain.signature.KeyDocument;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * One run of one step. Only an executing run can end; only a succeeded one can be reused; a run
 * that has ended never changes. Instants are whole milliseconds.
 */
public sealed interface StepRun {

  /** Later completed first; of two at one instant, the greater id first (R5). */
  Comparator<Ended> LATEST_FIRST =
      Comparator.comparing(Ended::completedAt).thenComparing(StepRun::id).reversed();

  /** The run as it was started. */
  Executing started();

  default StepRunId id() {
    return started().id();
  }

  default StepScope scope() {
    return started().scope();
  }

  default KeyDocument key() {
    return started().key();
  }

  default Instant startedAt() {
    return started().startedAt();
  }

  /** The pipeline execution that the run was part of; none of a run recorded alone. */
  default Optional<ExecutionId> execution() {
    return started().execution();
  }

  /** The same run in the pipeline that its own has joined, where two histories become one. */
  StepRun in(PipelineId pipeline);

  record Executing(
      StepRunId id,
      StepScope scope,
      KeyDocument key,
      Optional<ExecutionId> execution,
      Instant startedAt)
      implements StepRun {

    public Executing {
      startedAt = startedAt.truncatedTo(MILLIS);
    }

    @Override
    public Executing started() {
      return this;
    }

    @Override
    public Executing in(PipelineId pipeline) {
      StepScope there = new StepScope(pipeline, scope.step(), scope.type(), scope.kind());
      return new Executing(id, there, key, execution, startedAt);
    }

    public Succeeded succeed(Instant at, StepOutputs outputs) {
      return new Succeeded(this, at, outputs);
    }

    public Failed fail(Instant at, String reason) {
      return new Failed(this, at, reason);
    }

    public Stopped stop(Instant at, String reason) {
      return new Stopped(this, at, reason);
    }
  }

  /** A run with an end, which is never before its start. */
  sealed interface Ended extends StepRun {
    Instant completedAt();

    @Override
    Ended in(PipelineId pipeline);
  }

  record Succeeded(Executing started, Instant completedAt, StepOutputs outputs) implements Ended {
    public Succeeded {
      completedAt = endOf(started, completedAt);
    }

    @Override
    public Succeeded in(PipelineId pipeline) {
      return new Succeeded(started.in(pipeline), completedAt, outputs);
    }
  }

  record Failed(Executing started, Instant completedAt, String reason) implements Ended {
    public Failed {
      completedAt = endOf(started, completedAt);
    }

    @Override
    public Failed in(PipelineId pipeline) {
      return new Failed(started.in(pipeline), completedAt, reason);
    }
  }

  /** Ended from outside: by a user, or because whoever ran it is gone (X9). */
  record Stopped(Executing started, Instant completedAt, String reason) implements Ended {
    public Stopped {
      completedAt = endOf(started, completedAt);
    }

    @Override
    public Stopped in(PipelineId pipeline) {
      return new Stopped(started.in(pipeline), completedAt, reason);
    }
  }

  private static Instant endOf(Executing run, Instant completedAt) {
    Instant end = completedAt.truncatedTo(MILLIS);
    if (end.isBefore(run.startedAt())) {
      throw new IllegalArgumentException(
          "a run that ends at %s, before its start at %s".formatted(end, run.startedAt()));
    }
    return end;
  }
}

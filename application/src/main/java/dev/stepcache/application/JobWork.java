package dev.stepcache.application;

import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.PipelineExecutor.Parts;
import dev.stepcache.application.StepBook.StepEnd;
import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.SimulatedJob;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.RetryPolicy;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The work of one step that is not reused: attempts of it, each a run of its own, until one
 * succeeds or none is left (X2).
 */
final class JobWork {
  private final Parts parts;
  private final PipelineName pipeline;
  private final Execution execution;
  private final StepBook book;
  private final WorkInProgress work;
  private final Step step;
  private final Optional<KeyDocument> key;

  /** How often each policy has led to a retry. */
  private final Map<RetryPolicy, Integer> retries = new HashMap<>();

  JobWork(
      Parts parts,
      PipelineName pipeline,
      Execution execution,
      StepBook book,
      WorkInProgress work,
      Step step,
      Optional<KeyDocument> key) {
    this.parts = parts;
    this.pipeline = pipeline;
    this.execution = execution;
    this.book = book;
    this.work = work;
    this.step = step;
    this.key = key;
  }

  /** A run of an attempt that starts now, not yet kept. */
  StepRun.Executing newRun(KeyDocument document) {
    StepCache cache = parts.cache();
    return cache.run(
        execution.pipeline(),
        step,
        document,
        execution.kind(),
        Optional.of(execution.id()),
        cache.now());
  }

  /**
   * Tries until there is an end.
   *
   * @param report of the step as it was decided
   * @param job the name of the first attempt's job
   * @param kept the run of the first attempt, if it is kept already
   */
  StepEnd run(StepReport report, String job, Optional<StepRun.Executing> kept) {
    StepReport attempt = report.tried();
    Optional<StepRun.Executing> run = kept.isPresent() ? kept : started();
    String name = job;
    while (true) {
      book.keep(attempt, run);
      try {
        switch (doWork(attempt, name)) {
          case StepRunner.Result.Done done -> {
            return done(attempt, name, run, done);
          }
          case StepRunner.Result.Failed(String reason) -> {
            Optional<Duration> pause = pause(attempt, reason);
            keepFailure(run, reason);
            if (pause.isEmpty()) {
              return book.failed(attempt, run, reason);
            }
            book.listener().retrying(attempt, reason, pause.get());
            work.during(() -> {
              Thread.sleep(pause.get());
              return true;
            });
            attempt = attempt.tried();
            run = started();
            name = parts.identifiers().job(execution.id(), step.name().text());
          }
        }
      } catch (InterruptedException stopped) {
        return book.stopped(attempt, run);
      } catch (IOException e) {
        String reason = "the step's folder cannot be made: " + e.getMessage();
        keepFailure(run, reason);
        return book.failed(attempt, run, reason);
      }
    }
  }

  private Optional<StepRun.Executing> started() {
    return key.map(document ->
        parts
            .cache()
            .start(
                execution.pipeline(),
                step,
                document,
                execution.kind(),
                Optional.of(execution.id()),
                Optional.of(parts.leases().lease())));
  }

  private Optional<Duration> pause(StepReport attempt, String reason) {
    return StepFault.of(reason)
        .flatMap(fault -> RetryPolicy.of(step, fault))
        .flatMap(policy -> {
          Duration sinceStart = Duration.between(attempt.startedAt(), parts.cache().now());
          int before = retries.merge(policy, 1, Integer::sum) - 1;
          return policy.pause(before, sinceStart);
        });
  }

  private void keepFailure(Optional<StepRun.Executing> run, String reason) {
    Instant at = parts.cache().now();
    run.ifPresent(executing -> parts.cache().fail(executing, at, reason));
  }

  private StepRunner.Result doWork(StepReport attempt, String job)
      throws IOException, InterruptedException {
    Path log = Scratch.log(parts.folder(), execution.id().text(), step.name().text());
    book.listener().started(attempt, log);
    try (Scratch scratch =
        Scratch.make(parts.folder(), execution.id().text(), step.name().text())) {
      return work.during(() ->
          parts
              .runner()
              .run(
                  new StepRunner.Job(
                      pipeline,
                      execution.id(),
                      step,
                      job,
                      scratch.folder(),
                      log,
                      book.listener()::noted)));
    }
  }

  private StepEnd done(
      StepReport report, String job, Optional<StepRun.Executing> run, StepRunner.Result.Done done) {
    Instant at = parts.cache().now();
    boolean simulated = execution.kind() == RunKind.SIMULATED;
    Instant startedAt = run.map(StepRun::startedAt).orElse(report.startedAt());
    ObjectValue described =
        simulated
            ? SimulatedJob.of(step.arguments(), execution.id())
            : JobDescription.of(step, job, startedAt, at, done.described());
    run.ifPresent(executing -> keepSuccess(executing, at, described, done));
    return book.succeeded(report, run, described, Optional.empty());
  }

  private void keepSuccess(
      StepRun.Executing run, Instant at, ObjectValue described, StepRunner.Result.Done done) {
    StepCache cache = parts.cache();
    Optional<String> neverReuse =
        cache.changedWhileRunning(run, () -> parts.keys().of(step, parts.runner()));
    Optional<StepOutputs.Kept> kept = Optional.empty();
    try {
      kept = parts.outputs().note(done.stored(), done.written());
    } catch (ContentUnreadable unreadable) {
      neverReuse = neverReuse.or(() -> Optional.of(unreadable.message()));
    }
    neverReuse.ifPresent(
        why -> book.listener().warned("step %s is not reusable: %s".formatted(step.name(), why)));
    if (!cache.succeed(run, at, new StepOutputs(described, kept), neverReuse)) {
      book.listener()
          .warned(
              "step %s succeeded, but its run %s had been stopped: its lease was over"
                  .formatted(step.name(), run.id()));
    }
  }
}

package dev.stepcache.application;

import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.PipelineExecutor.Parts;
import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.pipeline.Condition;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.pipeline.ExecutionFacts.StepResult;
import dev.stepcache.domain.pipeline.Expression;
import dev.stepcache.domain.pipeline.SimulatedJob;
import dev.stepcache.domain.pipeline.StepResolution;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Sees single steps of an execution from their resolution to their end; used by many threads. */
final class StepWork {
  private final Parts parts;
  private final ExecutionRequest request;
  private final Execution execution;
  private final Map<StepName, StepResult> results;
  private final ExecutionListener listener;
  private final AtomicInteger decided = new AtomicInteger();

  /** A stop interrupts these and nothing else: what is to be kept is kept in peace. */
  private final Set<Thread> atWork = new HashSet<>();

  private boolean stopping;

  StepWork(
      Parts parts,
      ExecutionRequest request,
      Execution execution,
      Map<StepName, StepResult> results,
      ExecutionListener listener) {
    this.parts = parts;
    this.request = request;
    this.execution = execution;
    this.results = results;
    this.listener = listener;
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

  /** Ends all work of runners that is going on, and lets none begin. */
  synchronized void stop() {
    stopping = true;
    atWork.forEach(Thread::interrupt);
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private synchronized void beginWork() throws InterruptedException {
    if (stopping) {
      throw new InterruptedException();
    }
    atWork.add(Thread.currentThread());
  }

  private synchronized void endWork() {
    atWork.remove(Thread.currentThread());
    // An interruption that came too late to end the work is none of what follows.
    Thread.interrupted();
  }

  /** Sees a step to its end; whatever goes wrong is that end. */
  StepEnd see(DefinedStep defined) {
    try {
      String job = parts.identifiers().job(execution.id(), defined.name().text());
      return switch (StepResolution.of(defined, request.definition(), facts(job))) {
        case StepResolution.Resolved(Step step) -> see(step, job);
        case StepResolution.Impossible(String reason) ->
            new StepEnd.Failed(Optional.empty(), reason);
        case StepResolution.Waiting(SortedSet<StepName> on, ObjectValue known) ->
            throw new IllegalStateException(defined.name() + " was started before " + on);
      };
    } catch (ContentUnreadable unreadable) {
      return new StepEnd.Failed(
          Optional.empty(), "step " + defined.name() + ": " + unreadable.message());
    } catch (RuntimeException broken) {
      return new StepEnd.Broken(broken);
    } catch (Error broken) {
      // Uncaught it would end this thread alone, and the execution would wait for it forever.
      return new StepEnd.Broken(
          new IllegalStateException("step " + defined.name() + " broke", broken));
    }
  }

  private CurrentFacts facts(String job) {
    return new CurrentFacts(
        request.pipeline(),
        execution.id(),
        execution.startedAt(),
        parts.cache().now(),
        job,
        execution.kind(),
        request.parameters(),
        results,
        parts.objects());
  }

  private StepEnd see(Step step, String job) {
    if (step.type().equals(StepType.CONDITION)) {
      return condition(step);
    }
    if (step.type().equals(StepType.FAIL)) {
      return fail(step);
    }
    if (step.type().equals(StepType.MODEL) && !parts.keys().hasProgram(step, parts.runner())) {
      return model(step);
    }
    return reuseOrRun(step, job);
  }

  private StepEnd condition(Step step) {
    StepReport report = decided(decide(step, Optional.empty()));
    return Condition.holds(step)
        .fold(
            reason -> failed(report, Optional.empty(), reason),
            holds ->
                succeeded(
                    report,
                    Optional.empty(),
                    JobDescription.ofCondition(holds),
                    Optional.of(holds)));
  }

  private StepEnd fail(Step step) {
    StepReport report = decided(decide(step, Optional.empty()));
    String message =
        step.arguments()
            .member("ErrorMessage")
            .flatMap(Expression::joined)
            .orElse("the pipeline came to its Fail step");
    return failed(report, Optional.empty(), message);
  }

  private StepEnd model(Step step) {
    String name = parts.models().nameOf(step);
    if (execution.kind() == RunKind.REAL) {
      parts.models().keep(name, step.arguments());
    }
    return succeeded(
        decided(decide(step, Optional.empty())),
        Optional.empty(),
        JobDescription.ofModel(step, name, execution.kind(), execution.id()),
        Optional.empty());
  }

  private StepEnd reuseOrRun(Step step, String job) {
    Optional<KeyDocument> key = parts.keys().of(step, parts.runner());
    CacheDecision decision = decide(step, key);
    StepReport report = decided(decision);
    if (decision.outcome() instanceof Outcome.Hit(StepRun.Succeeded source, Duration age)) {
      return succeeded(report, Optional.empty(), source.outputs().job(), Optional.empty());
    }
    return isStopping() ? stopped(report, Optional.empty()) : run(step, job, key, report);
  }

  private CacheDecision decide(Step step, Optional<KeyDocument> key) {
    StepCache cache = parts.cache();
    CachePolicy policy = request.policy(cache.policy(step), step.name());
    try {
      return cache.decide(
          request.pipeline(),
          Optional.of(execution.pipeline()),
          step,
          policy,
          key,
          execution.kind());
    } catch (RunHistoryUnavailable outage) {
      if (request.requireHistory()) {
        throw outage;
      }
      listener.warned(outage.message());
      return cache.historyUnavailable(request.pipeline(), step, key);
    }
  }

  private StepEnd run(Step step, String job, Optional<KeyDocument> key, StepReport report) {
    Optional<StepRun.Executing> run =
        key.map(document ->
            parts
                .cache()
                .start(
                    execution.pipeline(),
                    step,
                    document,
                    execution.kind(),
                    Optional.of(execution.id()),
                    Optional.of(parts.leases().lease())));
    keep(report, run);
    try {
      Path log = Scratch.log(parts.folder(), execution.id().text(), step.name().text());
      listener.started(report, log);
      return switch (doWork(step, job, log)) {
        case StepRunner.Result.Done done -> done(step, job, run, report, done);
        case StepRunner.Result.Failed(String reason) -> failed(report, run, reason);
      };
    } catch (InterruptedException stopped) {
      return stopped(report, run);
    } catch (IOException e) {
      return failed(report, run, "the step's folder cannot be made: " + e.getMessage());
    }
  }

  private StepRunner.Result doWork(Step step, String job, Path log)
      throws IOException, InterruptedException {
    try (Scratch scratch =
        Scratch.make(parts.folder(), execution.id().text(), step.name().text())) {
      beginWork();
      return parts
          .runner()
          .run(
              new StepRunner.Job(
                  request.pipeline(), execution.id(), step, job, scratch.folder(), log));
    } finally {
      endWork();
    }
  }

  private StepEnd done(
      Step step,
      String job,
      Optional<StepRun.Executing> run,
      StepReport report,
      StepRunner.Result.Done done) {
    Instant at = parts.cache().now();
    boolean simulated = execution.kind() == RunKind.SIMULATED;
    ObjectValue described =
        simulated
            ? SimulatedJob.of(step.arguments(), execution.id())
            : JobDescription.of(step, job, report.startedAt(), at, done.described());
    run.ifPresent(executing -> keepSuccess(step, executing, at, described, done));
    return succeeded(report, run, described, Optional.empty());
  }

  private void keepSuccess(
      Step step,
      StepRun.Executing run,
      Instant at,
      ObjectValue described,
      StepRunner.Result.Done done) {
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
        why -> listener.warned("step %s is not reusable: %s".formatted(step.name(), why)));
    if (!cache.succeed(run, at, new StepOutputs(described, kept), neverReuse)) {
      listener.warned(
          "step %s succeeded, but its run %s had been stopped: its lease was over"
              .formatted(step.name(), run.id()));
    }
  }

  private StepReport decided(CacheDecision decision) {
    return new StepReport(
        decided.getAndIncrement(),
        decision,
        ExecutedStep.Status.EXECUTING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private StepEnd succeeded(
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

  private StepEnd failed(StepReport report, Optional<StepRun.Executing> run, String reason) {
    Instant at = parts.cache().now();
    run.ifPresent(executing -> parts.cache().fail(executing, at, reason));
    StepReport ended =
        report.ended(ExecutedStep.Status.FAILED, at, Optional.empty(), Optional.of(reason));
    end(ended, run);
    return new StepEnd.Failed(
        Optional.of(ended), "step %s failed: %s".formatted(report.name(), reason));
  }

  private StepEnd stopped(StepReport report, Optional<StepRun.Executing> run) {
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

  private void keep(StepReport report, Optional<StepRun.Executing> run) {
    CacheDecision decision = report.decision();
    Optional<StepRunId> source =
        decision.outcome() instanceof Outcome.Hit hit
            ? Optional.of(hit.source().id())
            : Optional.empty();
    boolean keptElsewhere = run.isPresent() || source.isPresent();
    parts
        .history()
        .keep(
            execution.id(),
            new ExecutedStep(
                report.position(),
                report.name(),
                decision.step().type(),
                report.status(),
                run.map(StepRun::id),
                source,
                parts.documents().withoutOutputs(decision).compact(),
                keptElsewhere ? Optional.empty() : report.outputs().map(CanonicalJson::text),
                report.startedAt(),
                report.completedAt(),
                report.failureReason()));
  }
}

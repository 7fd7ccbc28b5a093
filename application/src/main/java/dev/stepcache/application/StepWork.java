package dev.stepcache.application;

import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.PipelineExecutor.Parts;
import dev.stepcache.application.StepBook.StepEnd;
import dev.stepcache.application.TwinRuns.Turn;
import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.pipeline.Condition;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.pipeline.ExecutionFacts.StepResult;
import dev.stepcache.domain.pipeline.Expression;
import dev.stepcache.domain.pipeline.StepResolution;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sees single steps of an execution from their resolution to their end; used by many threads. */
final class StepWork {
  private final Parts parts;
  private final ExecutionRequest request;
  private final Execution execution;
  private final Map<StepName, StepResult> results;
  private final StepBook book;
  private final WorkInProgress work = new WorkInProgress();
  private final TwinRuns twins;
  private final Lookahead lookahead;

  StepWork(
      Parts parts,
      ExecutionRequest request,
      Execution execution,
      Map<StepName, StepResult> results,
      StepBook book) {
    this.parts = parts;
    this.request = request;
    this.execution = execution;
    this.results = results;
    this.book = book;
    this.twins = new TwinRuns(parts, work, book);
    this.lookahead =
        new Lookahead(parts, request, execution, book, step -> resolution(step, () -> job(step)));
  }

  /** Ends all work of runners that is going on, and lets none begin. */
  void stop() {
    work.stop();
  }

  /** Sees a step to its end; whatever goes wrong is that end. */
  StepEnd see(DefinedStep defined) {
    try {
      String job = job(defined);
      return switch (resolution(defined, () -> job)) {
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

  /** As {@link Lookahead#look}. */
  List<StepEnd> lookAhead(List<DefinedStep> steps, Consumer<StepName> others) {
    return lookahead.look(steps, others);
  }

  boolean mayReuse(DefinedStep step) {
    return lookahead.isWorthwhile(step);
  }

  private String job(DefinedStep step) {
    return parts.identifiers().job(execution.id(), step.name().text());
  }

  private StepResolution resolution(DefinedStep step, Supplier<String> job) {
    return StepResolution.of(step, request.definition(), facts(job));
  }

  private CurrentFacts facts(Supplier<String> job) {
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
    if (parts.keys().isModelKeptHere(step, parts.runner())) {
      return model(step);
    }
    return reuseOrRun(step, job);
  }

  private StepEnd condition(Step step) {
    StepReport report = book.decided(decide(step, Optional.empty()));
    return Condition.holds(step)
        .fold(
            reason -> book.failed(report, Optional.empty(), reason),
            holds ->
                book.succeeded(
                    report,
                    Optional.empty(),
                    JobDescription.ofCondition(holds),
                    Optional.of(holds)));
  }

  private StepEnd fail(Step step) {
    StepReport report = book.decided(decide(step, Optional.empty()));
    String message =
        step.arguments()
            .member("ErrorMessage")
            .flatMap(Expression::joined)
            .orElse("the pipeline came to its Fail step");
    return book.failed(report, Optional.empty(), message);
  }

  private StepEnd model(Step step) {
    String name = parts.models().nameOf(step);
    if (execution.kind() == RunKind.REAL) {
      parts.models().keep(name, step.arguments());
    }
    return book.succeeded(
        book.decided(decide(step, Optional.empty())),
        Optional.empty(),
        JobDescription.ofModel(step, name, execution.kind(), execution.id()),
        Optional.empty());
  }

  private StepEnd reuseOrRun(Step step, String job) {
    Optional<KeyDocument> key = parts.keys().of(step, parts.runner());
    JobWork jobWork = new JobWork(parts, request.pipeline(), execution, book, work, step, key);
    if (key.isPresent() && takesTurns(step)) {
      return takeTurns(step, job, key.get(), jobWork);
    }
    StepReport report = book.decided(decide(step, key));
    return reused(report).orElseGet(() -> run(jobWork, report, job, Optional.empty()));
  }

  private Optional<StepEnd> reused(StepReport report) {
    return report.decision().outcome()
            instanceof Outcome.Hit(StepRun.Succeeded source, Duration age)
        ? Optional.of(
            book.succeeded(report, Optional.empty(), source.outputs().job(), Optional.empty()))
        : Optional.empty();
  }

  private StepEnd run(
      JobWork jobWork, StepReport report, String job, Optional<StepRun.Executing> kept) {
    return work.isStopping() ? book.stopped(report, kept) : jobWork.run(report, job, kept);
  }

  /** Whether runs of a step are to be one at a time: those that may be reused (X6). */
  private boolean takesTurns(Step step) {
    return request.wishes().inFlight() != InFlight.RUN
        && policy(step) instanceof CachePolicy.Enabled enabled
        && !enabled.refreshRequested();
  }

  private StepEnd takeTurns(Step step, String job, KeyDocument key, JobWork jobWork) {
    Optional<StepReport> known = Optional.empty();
    while (true) {
      StepRun.Executing run = jobWork.newRun(key);
      Optional<StepRunId> latest = latestSuccess(run);
      CacheDecision decision = decide(step, Optional.of(key));
      StepReport report =
          known.map(made -> made.redecided(decision)).orElseGet(() -> book.decided(decision));
      known = Optional.of(report);
      Optional<StepEnd> reused = reused(report);
      if (reused.isPresent()) {
        return reused.get();
      }
      try {
        switch (twins.take(run, latest, report)) {
          case Turn.Alone() -> {
            return run(jobWork, report, job, Optional.of(run));
          }
          case Turn.After(Optional<StepRun.Ended> other) -> {
            if (request.wishes().inFlight() == InFlight.JOIN
                && other.isPresent()
                && other.get() instanceof StepRun.Failed failed) {
              return book.failed(
                  report,
                  Optional.empty(),
                  "run %s, which it joined, failed: %s".formatted(failed.id(), failed.reason()));
            }
          }
        }
      } catch (InterruptedException stopped) {
        return book.stopped(report, Optional.empty());
      } catch (RunHistoryUnavailable outage) {
        StepReport alone = withoutHistory(report, key, outage);
        // The same run: it may have been kept, and only the answer been lost.
        parts.history().start(run, Optional.of(parts.leases().lease()));
        return run(jobWork, alone, job, Optional.of(run));
      }
    }
  }

  private Optional<StepRunId> latestSuccess(StepRun run) {
    try {
      return parts.history().latestSuccess(run.scope(), run.key());
    } catch (RunHistoryUnavailable outage) {
      return Optional.empty(); // the decision that follows will say so
    }
  }

  private StepReport withoutHistory(
      StepReport report, KeyDocument key, RunHistoryUnavailable outage) {
    return report.redecided(withoutHistory(report.decision().step(), Optional.of(key), outage));
  }

  private CachePolicy policy(Step step) {
    return request.policy(parts.cache().policy(step), step.name());
  }

  private CacheDecision decide(Step step, Optional<KeyDocument> key) {
    try {
      return parts
          .cache()
          .decide(
              request.pipeline(),
              Optional.of(execution.pipeline()),
              step,
              policy(step),
              key,
              execution.kind());
    } catch (RunHistoryUnavailable outage) {
      return withoutHistory(step, key, outage);
    }
  }

  private CacheDecision withoutHistory(
      Step step, Optional<KeyDocument> key, RunHistoryUnavailable outage) {
    if (request.wishes().requireHistory()) {
      throw outage;
    }
    book.listener().warned(outage.message());
    return parts.cache().historyUnavailable(request.pipeline(), step, key);
  }
}

package dev.stepcache.application;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.HistoryRecord.Retraction;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.cache.PastRuns;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A history whose outage does not fail those who write to it: what it cannot take is journalled,
 * and handed over when it is back (R17, R18). Questions still fail while it is away.
 */
public final class JournalledRunHistory implements RunHistory {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(3);

  private final Supplier<RunHistory> opening;
  private final RunJournal journal;
  private final Identifiers identifiers;
  private final InstantSource system;

  private volatile @Nullable RunHistory open;
  private boolean away;
  private Optional<String> journalTrouble = Optional.empty();
  private Instant nextAttempt = Instant.MIN;

  /** Successes that came too late: their runs had been stopped. */
  private long refused;

  /** What journalled facts belong to, so that they can be handed over to any store. */
  private final Map<PipelineId, Pipeline> pipelines = new LinkedHashMap<>();

  /** Those going on. */
  private final Map<ExecutionId, Begun> executions = new LinkedHashMap<>();

  /** Pipelines named here while the history could not tell what it calls them. */
  private final Map<PipelineId, Pipeline> namedHere = new LinkedHashMap<>();

  /** What the history calls pipelines that were named here. */
  private final Map<PipelineId, PipelineId> joined = new ConcurrentHashMap<>();

  private record Begun(Execution execution, Optional<Lease> lease) {}

  /**
   * @param opening opens the history, again whenever it could not be opened before
   */
  public JournalledRunHistory(
      Supplier<RunHistory> opening,
      RunJournal journal,
      Identifiers identifiers,
      InstantSource system) {
    this.opening = opening;
    this.journal = journal;
    this.identifiers = identifiers;
    this.system = system;
  }

  private synchronized RunHistory history() {
    RunHistory known = open;
    if (known == null) {
      known = opening.get();
      open = known;
    }
    return known;
  }

  /**
   * Opens the history and hands over what was journalled before.
   *
   * @throws RunHistoryUnavailable when it cannot be reached
   */
  public void reach() {
    history();
    handOver();
  }

  /** Hands over what was journalled earlier, by this process or one that is gone. */
  public synchronized void handOver() {
    try {
      RunHistory reached = history();
      namedHere.forEach((id, pipeline) ->
          joined.put(id, reached.openPipeline(pipeline.name(), pipeline.createdAt()).id()));
      namedHere.clear();
      if (away) {
        executions.values().forEach(begun -> beginAnew(begun, reached));
      }
      refused += journal.handOver(reached);
      away = false;
    } catch (IOException | RunHistoryUnavailable stillAway) {
      // What is journalled stays so until the next attempt.
      nextAttempt = system.instant().plus(BETWEEN_ATTEMPTS);
    }
  }

  /** So that it has a lease there: facts that are handed over have none. */
  private void beginAnew(Begun begun, RunHistory reached) {
    reached.begin(here(begun.execution()), begun.lease().map(lease -> renewed(lease, reached)));
  }

  private static Lease renewed(Lease lease, RunHistory reached) {
    return new Lease(lease.owner(), reached.clock().instant().plus(Leases.LENGTH));
  }

  private PipelineId here(PipelineId pipeline) {
    return joined.getOrDefault(pipeline, pipeline);
  }

  private Execution here(Execution execution) {
    return execution.in(here(execution.pipeline()));
  }

  /** Whether facts are being journalled because the history is away. */
  public synchronized boolean isAway() {
    return away;
  }

  @Override
  public synchronized Optional<String> notice() {
    if (!away) {
      return refused == 0
          ? Optional.empty()
          : Optional.of(
              "%d of the successes from while the history was away came too late to be recorded"
                      .formatted(refused)
                  + ": their leases were over, and others had stopped their runs");
    }
    return Optional.of(
        journalTrouble
            .map(trouble ->
                "neither the history nor its journal can be written now (%s); what was done is lost"
                        .formatted(trouble)
                    + " unless one of them is back before this process ends")
            .orElse(
                "the history cannot be written now; what was done is recorded when it is back"));
  }

  private void write(Runnable directly, HistoryRecord fact) {
    write(directly, List.of(fact));
  }

  private void write(Runnable directly, List<? extends HistoryRecord> facts) {
    if (!isAwayStill()) {
      try {
        directly.run();
        return;
      } catch (RunHistoryUnavailable outage) {
        // Journalled below, like all that follows.
      }
    }
    journal(facts);
  }

  private synchronized boolean isAwayStill() {
    if (away && !system.instant().isBefore(nextAttempt)) {
      handOver();
    }
    return away;
  }

  /** Keeps facts until the history is back: what they belong to comes before them. */
  private synchronized void journal(List<? extends HistoryRecord> told) {
    List<HistoryRecord> facts = new ArrayList<>();
    if (!away) {
      away = true;
      nextAttempt = system.instant().plus(BETWEEN_ATTEMPTS);
      pipelines.values().forEach(pipeline -> facts.add(new HistoryRecord.OfPipeline(pipeline)));
      executions
          .values()
          .forEach(begun -> facts.add(new HistoryRecord.OfExecution(begun.execution())));
    }
    facts.addAll(told);
    try {
      journal.append(facts);
      journalTrouble = Optional.empty();
    } catch (IOException e) {
      journalTrouble = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public InstantSource clock() {
    RunHistory known = open;
    return known == null ? system : known.clock();
  }

  @Override
  public synchronized Pipeline openPipeline(PipelineName name, Instant at) {
    Pipeline pipeline;
    try {
      pipeline = history().openPipeline(name, at);
    } catch (RunHistoryUnavailable outage) {
      pipeline = new Pipeline(identifiers.pipeline(at), name, at, Optional.empty());
      namedHere.put(pipeline.id(), pipeline);
      journal(List.of(new HistoryRecord.OfPipeline(pipeline)));
    }
    pipelines.put(pipeline.id(), pipeline);
    return pipeline;
  }

  @Override
  public void start(StepRun.Executing run, Optional<Lease> lease) {
    // A run whose start is lost is kept by its end; journalling it would leave it executing
    // forever.
    try {
      if (!isAwayStill()) {
        history().start(run.in(here(run.scope().pipeline())), lease);
      }
    } catch (RunHistoryUnavailable outage) {
      journal(List.of());
    }
  }

  @Override
  public AloneStart startAlone(
      StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest) {
    isAwayStill();
    return history().startAlone(run.in(here(run.scope().pipeline())), lease, latest);
  }

  @Override
  public AloneStart startBeside(
      StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest) {
    isAwayStill();
    return history().startBeside(run.in(here(run.scope().pipeline())), lease, latest);
  }

  @Override
  public Optional<StepRunId> latestSuccess(StepScope scope, KeyDocument key) {
    isAwayStill();
    return history().latestSuccess(here(scope), key);
  }

  @Override
  public boolean complete(StepRun.Ended run, Optional<String> neverReuse) {
    boolean[] kept = {true};
    write(
        () -> kept[0] = history().complete(run.in(here(run.scope().pipeline())), neverReuse),
        new HistoryRecord.OfRun(
            run, neverReuse.map(why -> new Retraction(run.completedAt(), why))));
    return kept[0];
  }

  @Override
  public void renew(String owner, Instant until) {
    if (!isAwayStill()) {
      history().renew(owner, until);
    }
  }

  @Override
  public int stopAbandoned(Instant at) {
    try {
      // What ended while the history was away is not abandoned: it is told first.
      handOver();
      return isAway() ? 0 : history().stopAbandoned(at);
    } catch (RunHistoryUnavailable outage) {
      return 0;
    }
  }

  @Override
  public boolean begin(Execution execution, Optional<Lease> lease) {
    boolean[] isOurs = {true};
    write(
        () -> isOurs[0] = history().begin(here(execution), lease),
        new HistoryRecord.OfExecution(execution));
    if (isOurs[0]) {
      synchronized (this) {
        executions.put(execution.id(), new Begun(execution, lease));
      }
    }
    return isOurs[0];
  }

  @Override
  public void end(Execution execution) {
    write(() -> history().end(here(execution)), new HistoryRecord.OfExecution(execution));
    synchronized (this) {
      executions.remove(execution.id());
    }
  }

  @Override
  public boolean retry(Execution retried, Optional<Lease> lease) {
    boolean goesOn = history().retry(here(retried), lease);
    if (goesOn) {
      List<Pipeline> living = history().pipelines();
      synchronized (this) {
        living.stream()
            .filter(pipeline -> pipeline.id().equals(retried.pipeline()))
            .forEach(pipeline -> pipelines.put(pipeline.id(), pipeline));
        executions.put(retried.id(), new Begun(retried, lease));
      }
    }
    return goesOn;
  }

  @Override
  public Optional<Execution.Status> status(ExecutionId execution) {
    isAwayStill();
    return history().status(execution);
  }

  @Override
  public void keep(ExecutionId execution, List<ExecutedStep> steps) {
    write(
        () -> history().keep(execution, steps),
        steps.stream().map(step -> new HistoryRecord.OfStep(execution, step)).toList());
  }

  @Override
  public Optional<Pipeline> findPipeline(PipelineName name) {
    return history().findPipeline(name);
  }

  @Override
  public List<Pipeline> pipelines() {
    return history().pipelines();
  }

  @Override
  public boolean deletePipeline(PipelineId pipeline, Instant at) {
    return history().deletePipeline(here(pipeline), at);
  }

  @Override
  public PastRuns pastRuns(StepScope scope) {
    isAwayStill();
    return history().pastRuns(here(scope));
  }

  @Override
  public List<Optional<Succeeded>> firstReusable(List<Reusable> questions) {
    isAwayStill();
    return history()
        .firstReusable(
            questions.stream()
                .map(asked ->
                    new Reusable(here(asked.scope()), asked.key(), asked.from(), asked.to()))
                .toList());
  }

  private StepScope here(StepScope scope) {
    return new StepScope(here(scope.pipeline()), scope.step(), scope.type(), scope.kind());
  }

  @Override
  public void refresh(PipelineId pipeline, Optional<StepName> step, Instant before) {
    history().refresh(here(pipeline), step, before);
  }

  @Override
  public void retract(StepRunId run, Instant at, String why) {
    history().retract(run, at, why);
  }

  @Override
  public Optional<RecordedRun> findRun(StepRunId run) {
    return history().findRun(run);
  }

  @Override
  public Stream<RecordedRun> runs(RunQuery query) {
    return history()
        .runs(
            new RunQuery(
                query.pipeline().map(this::here), query.step(), query.signature(), query.after()));
  }

  @Override
  public Optional<RecordedRun> purge(StepRunId run) {
    return history().purge(run);
  }

  @Override
  public Optional<Execution> findExecution(ExecutionId execution) {
    return history().findExecution(execution);
  }

  @Override
  public Stream<Execution> executions(ExecutionQuery query) {
    return history()
        .executions(
            new ExecutionQuery(
                query.pipeline().map(this::here),
                query.from(),
                query.before(),
                query.order(),
                query.after()));
  }

  @Override
  public void amend(ExecutionId execution, String options) {
    history().amend(execution, options);
  }

  @Override
  public List<ExecutedStep> steps(ExecutionId execution) {
    return history().steps(execution);
  }

  @Override
  public List<Consumer> consumers(StepRunId source) {
    return history().consumers(source);
  }

  @Override
  public List<Savings> savings(Optional<PipelineId> pipeline, Instant since) {
    return history().savings(pipeline.map(this::here), since);
  }

  @Override
  public List<DayOfDecisions> days(Optional<PipelineId> pipeline, Instant since) {
    return history().days(pipeline.map(this::here), since);
  }

  @Override
  public void expect(StepCallback callback) {
    isAwayStill();
    history().expect(callback);
  }

  @Override
  public boolean answer(String token, CallbackAnswer answer) {
    return history().answer(token, answer);
  }

  @Override
  public Optional<StepCallback> findCallback(String token) {
    isAwayStill();
    return history().findCallback(token);
  }

  @Override
  public List<StepCallback> openCallbacks() {
    return history().openCallbacks();
  }

  @Override
  public Pruned prune(Instant before) {
    return history().prune(before);
  }

  @Override
  public Stream<HistoryRecord> export() {
    return history().export();
  }

  @Override
  public Imported importAll(Stream<HistoryRecord> records) {
    return history().importAll(records);
  }

  /** Hands over what it can once more. */
  @Override
  public synchronized void close() {
    if (away) {
      handOver();
    }
    try {
      journal.close();
    } catch (IOException e) {
      throw new RunHistoryUnavailable(
          "neither the history nor its journal could be written (%s), so what was done is lost"
              .formatted(e.getMessage()),
          e);
    } finally {
      if (open != null) {
        open.close();
      }
    }
  }
}

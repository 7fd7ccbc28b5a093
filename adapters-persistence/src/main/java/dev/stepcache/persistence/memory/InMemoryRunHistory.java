package dev.stepcache.persistence.memory;

import static java.util.Comparator.comparing;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.HistoryRecord.Retraction;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.cache.PastRuns;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** A history that lives as long as its process; for tests and for trying things out. */
public final class InMemoryRunHistory implements RunHistory {
  private final InstantSource clock;
  private Facts facts = new Facts();

  /** An empty history that goes by a clock, the real time of this machine. */
  public InMemoryRunHistory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public synchronized Pipeline openPipeline(PipelineName name, Instant at) {
    return facts.living(name).orElseGet(() -> begin(name, at));
  }

  private Pipeline begin(PipelineName name, Instant at) {
    PipelineId id = new PipelineId(UUID.randomUUID().toString());
    Pipeline pipeline = new Pipeline(id, name, at, Optional.empty());
    facts.pipelines.put(id, pipeline);
    return pipeline;
  }

  @Override
  public synchronized Optional<Pipeline> findPipeline(PipelineName name) {
    return facts.living(name);
  }

  @Override
  public synchronized List<Pipeline> pipelines() {
    return facts.pipelines.values().stream()
        .filter(pipeline -> pipeline.deletedAt().isEmpty())
        .sorted(comparing(pipeline -> pipeline.name().text()))
        .toList();
  }

  @Override
  public synchronized boolean deletePipeline(PipelineId pipeline, Instant at) {
    Optional<Pipeline> living = facts.living(pipeline);
    living.ifPresent(ended ->
        facts.pipelines.put(
            pipeline, new Pipeline(pipeline, ended.name(), ended.createdAt(), Optional.of(at))));
    return living.isPresent();
  }

  @Override
  public PastRuns pastRuns(StepScope scope) {
    return new MemoryPastRuns(this::ask, scope, clock);
  }

  private synchronized <A> A ask(Function<Facts, A> question) {
    return question.apply(facts);
  }

  @Override
  public synchronized void refresh(PipelineId pipeline, Optional<StepName> step, Instant before) {
    facts.refresh(pipeline, step, before);
  }

  @Override
  public synchronized void retract(StepRunId run, Instant at, String why) {
    facts.retractions.putIfAbsent(run, new Retraction(at, why));
  }

  @Override
  public synchronized void start(StepRun.Executing run, Optional<Lease> lease) {
    if (facts.runs.add(run)) {
      lease.ifPresent(held -> facts.runLeases.put(run.id(), held));
    }
  }

  @Override
  public synchronized AloneStart startAlone(
      StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest) {
    stopAbandoned(clock.instant());
    Optional<StepRun> twin =
        facts
            .runs
            .of(run.scope(), run.key())
            .others()
            .filter(other -> other.key().equals(run.key()))
            .filter(StepRun.Executing.class::isInstance)
            .filter(other -> !other.id().equals(run.id()))
            .filter(other -> facts.findRetraction(other.id()).isEmpty())
            .max(comparing(StepRun::startedAt).thenComparing(StepRun::id));
    return twin.<AloneStart>map(other -> new AloneStart.Twin(other.id()))
        .orElseGet(() -> startBeside(run, lease, latest));
  }

  @Override
  public synchronized AloneStart startBeside(
      StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest) {
    stopAbandoned(clock.instant());
    if (!latestSuccess(run.scope(), run.key()).equals(latest)) {
      return new AloneStart.Outdated();
    }
    start(run, lease);
    return new AloneStart.Started();
  }

  @Override
  public synchronized Optional<StepRunId> latestSuccess(StepScope scope, KeyDocument key) {
    return facts
        .runs
        .of(scope, key)
        .successes()
        .filter(run -> run.key().equals(key))
        .findFirst()
        .map(StepRun::id);
  }

  @Override
  public synchronized boolean complete(StepRun.Ended run, Optional<String> neverReuse) {
    boolean isTheEnd =
        facts.complete(run) || facts.findRun(run.id()).filter(run::equals).isPresent();
    if (isTheEnd) {
      neverReuse.ifPresent(why -> retract(run.id(), run.completedAt(), why));
    }
    return isTheEnd;
  }

  @Override
  public synchronized void renew(String owner, Instant until) {
    facts.runLeases.replaceAll((run, lease) -> renewed(lease, owner, until));
    facts.executionLeases.replaceAll((execution, lease) -> renewed(lease, owner, until));
  }

  private static Lease renewed(Lease lease, String owner, Instant until) {
    return lease.owner().equals(owner) && lease.until().isBefore(until)
        ? new Lease(owner, until)
        : lease;
  }

  @Override
  public synchronized int stopAbandoned(Instant at) {
    Map<StepRunId, Lease> runs = over(facts.runLeases, at);
    runs.forEach((id, lease) -> facts.findRun(id).ifPresent(run -> stop(run, lease)));
    Map<ExecutionId, Lease> executions = over(facts.executionLeases, at);
    executions.forEach((id, lease) ->
        facts.findExecution(id).ifPresent(execution -> stop(execution, lease.until(), at)));
    return runs.size() + executions.size();
  }

  private static <K> Map<K, Lease> over(Map<K, Lease> leases, Instant at) {
    Map<K, Lease> over = new HashMap<>(leases);
    over.values().removeIf(lease -> !lease.until().isBefore(at));
    return over;
  }

  private void stop(StepRun run, Lease lease) {
    facts.complete(MemoryPastRuns.abandoned(run.started(), lease.until()));
  }

  private void stop(Execution execution, Instant leaseOver, Instant at) {
    Instant end = leaseOver.isBefore(execution.startedAt()) ? execution.startedAt() : leaseOver;
    Optional<String> reason = Optional.of(MemoryPastRuns.ABANDONED);
    facts.end(execution.ended(Execution.Status.STOPPED, end, reason));
    for (ExecutedStep step : facts.stepsOf(execution.id())) {
      if (step.status() == ExecutedStep.Status.EXECUTING) {
        keep(execution.id(), step.stopped(at, MemoryPastRuns.ABANDONED));
      }
    }
  }

  @Override
  public synchronized Optional<RecordedRun> findRun(StepRunId run) {
    return facts.findRun(run).flatMap(this::recorded);
  }

  @Override
  public synchronized Stream<RecordedRun> runs(RunQuery query) {
    return MemoryLists.runs(facts, query).stream()
        .flatMap(run -> recorded(run).stream())
        .toList()
        .stream();
  }

  @Override
  public synchronized Optional<RecordedRun> purge(StepRunId run) {
    Optional<RecordedRun> found = findRun(run);
    found.ifPresent(recorded -> new MemoryPurge(facts, recorded.run()).purge());
    return found;
  }

  private Optional<RecordedRun> recorded(StepRun run) {
    return facts
        .living(run.scope().pipeline())
        .map(pipeline ->
            new RecordedRun(
                run, pipeline.name(), facts.findRetraction(run.id()).map(Retraction::why)));
  }

  @Override
  public synchronized boolean begin(Execution execution, Optional<Lease> lease) {
    if (facts.executions.putIfAbsent(execution.id(), execution) == null) {
      lease.ifPresent(held -> facts.executionLeases.put(execution.id(), held));
      return true;
    }
    Optional<String> owner =
        Optional.ofNullable(facts.executionLeases.get(execution.id())).map(Lease::owner);
    return owner.isPresent() && owner.equals(lease.map(Lease::owner));
  }

  @Override
  public synchronized void end(Execution execution) {
    facts.end(execution);
  }

  @Override
  public synchronized boolean retry(Execution retried, Optional<Lease> lease) {
    boolean isNext =
        findExecution(retried.id())
            .filter(known -> known.round() == retried.round() - 1)
            .filter(InMemoryRunHistory::canBeRetried)
            .isPresent();
    if (isNext) {
      facts.executions.put(retried.id(), retried);
      lease.ifPresent(held -> facts.executionLeases.put(retried.id(), held));
    }
    return isNext;
  }

  private static boolean canBeRetried(Execution execution) {
    return execution.status() == Execution.Status.FAILED
        || execution.status() == Execution.Status.STOPPED;
  }

  @Override
  public Optional<Execution.Status> status(ExecutionId execution) {
    return findExecution(execution).map(Execution::status);
  }

  @Override
  public synchronized void keep(ExecutionId execution, List<ExecutedStep> steps) {
    steps.forEach(step -> facts.keep(execution, step));
  }

  @Override
  public synchronized Optional<Execution> findExecution(ExecutionId execution) {
    return facts.findExecution(execution).filter(found -> facts.isLiving(found.pipeline()));
  }

  @Override
  public synchronized Stream<Execution> executions(ExecutionQuery query) {
    return MemoryLists.executions(facts, query);
  }

  @Override
  public synchronized void amend(ExecutionId execution, String options) {
    facts.executions.computeIfPresent(execution, (id, kept) -> kept.amended(options));
  }

  @Override
  public synchronized List<ExecutedStep> steps(ExecutionId execution) {
    return findExecution(execution).isPresent() ? facts.stepsOf(execution) : List.of();
  }

  @Override
  public synchronized List<Consumer> consumers(StepRunId source) {
    return executions(Optional.empty())
        .flatMap(execution ->
            facts.stepsOf(execution.id()).stream()
                .filter(step -> step.source().equals(Optional.of(source)))
                .map(step -> new Consumer(execution.id(), step.name(), step.startedAt())))
        .toList();
  }

  @Override
  public synchronized List<Savings> savings(Optional<PipelineId> pipeline, Instant since) {
    return MemorySavings.of(facts, pipeline, since);
  }

  @Override
  public synchronized List<DayOfDecisions> days(Optional<PipelineId> pipeline, Instant since) {
    return MemoryDays.of(facts, pipeline, since);
  }

  @Override
  public synchronized void expect(StepCallback callback) {
    facts.callbacks.putIfAbsent(callback.token(), callback);
  }

  @Override
  public synchronized boolean answer(String token, CallbackAnswer answer) {
    StepCallback asked = facts.callbacks.get(token);
    if (asked != null && asked.answer().isEmpty()) {
      facts.callbacks.put(token, asked.answered(answer));
      return true;
    }
    return asked != null && asked.answer().equals(Optional.of(answer));
  }

  @Override
  public synchronized Optional<StepCallback> findCallback(String token) {
    return Optional.ofNullable(facts.callbacks.get(token))
        .filter(callback -> findExecution(callback.execution()).isPresent());
  }

  @Override
  public synchronized List<StepCallback> openCallbacks() {
    return facts.callbacks.values().stream()
        .filter(callback -> callback.answer().isEmpty())
        .filter(callback ->
            status(callback.execution()).filter(status -> !status.isTerminal()).isPresent())
        .sorted(comparing(StepCallback::askedAt).thenComparing(StepCallback::token))
        .toList();
  }

  @Override
  public synchronized Pruned prune(Instant before) {
    return facts.prune(before);
  }

  @Override
  public synchronized Stream<HistoryRecord> export() {
    return facts.export().stream();
  }

  @Override
  public synchronized Imported importAll(Stream<HistoryRecord> records) {
    MemoryImport imported = new MemoryImport(facts.copy());
    Imported counts = imported.all(records);
    facts = imported.facts();
    return counts;
  }

  @Override
  public void close() {}
}

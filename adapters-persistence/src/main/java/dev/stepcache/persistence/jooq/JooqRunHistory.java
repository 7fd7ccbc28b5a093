package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.RunHistory;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.SQLDialect;

/** The run history in SQL. Each table has a class of its own; this one is their common face. */
final class JooqRunHistory implements RunHistory {
  private final Database database;
  private final HotQueries hotQueries;
  private final RunRows rows;
  private final PipelineTable pipelines;
  private final RunTable runs;
  private final ManyReusable reusable;
  private final ExecutionTable executions;
  private final CallbackTable callbacks;

  JooqRunHistory(Database database, SQLDialect dialect) {
    this.database = database;
    this.hotQueries = new HotQueries(dialect);
    this.rows = new RunRows(database.name());
    this.reusable = new ManyReusable(database, dialect, hotQueries, rows);
    this.pipelines = new PipelineTable(database, hotQueries);
    Recording recording = new Recording(database, hotQueries, rows);
    this.runs = new RunTable(database, rows, recording);
    this.executions = new ExecutionTable(database, recording);
    this.callbacks = new CallbackTable(database);
  }

  @Override
  public InstantSource clock() {
    return database.clock();
  }

  @Override
  public Pipeline openPipeline(PipelineName name, Instant at) {
    return pipelines.open(name, at);
  }

  @Override
  public Optional<Pipeline> findPipeline(PipelineName name) {
    return pipelines.find(name);
  }

  @Override
  public List<Pipeline> pipelines() {
    return pipelines.living();
  }

  @Override
  public boolean deletePipeline(PipelineId pipeline, Instant at) {
    return pipelines.delete(pipeline, at);
  }

  @Override
  public PastRuns pastRuns(StepScope scope) {
    return new JooqPastRuns(database, hotQueries, rows, scope);
  }

  @Override
  public List<Optional<Succeeded>> firstReusable(List<Reusable> questions) {
    return reusable.first(questions);
  }

  @Override
  public void refresh(PipelineId pipeline, Optional<StepName> step, Instant before) {
    pipelines.refresh(pipeline, step, before);
  }

  @Override
  public void retract(StepRunId run, Instant at, String why) {
    runs.retract(run, at, why);
  }

  @Override
  public void start(StepRun.Executing run, Optional<Lease> lease) {
    runs.start(run, lease);
  }

  @Override
  public AloneStart startAlone(
      StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest) {
    return runs.startAlone(run, lease, latest, clock().instant());
  }

  @Override
  public AloneStart startBeside(
      StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest) {
    return runs.startBeside(run, lease, latest, clock().instant());
  }

  @Override
  public Optional<StepRunId> latestSuccess(StepScope scope, KeyDocument key) {
    return runs.latestSuccess(scope, key);
  }

  @Override
  public boolean complete(StepRun.Ended run, Optional<String> neverReuse) {
    return runs.complete(run, neverReuse);
  }

  @Override
  public void renew(String owner, Instant until) {
    Leases.renew(database, owner, until);
  }

  @Override
  public int stopAbandoned(Instant at) {
    return Leases.stopAbandoned(database, at);
  }

  @Override
  public Optional<RecordedRun> findRun(StepRunId run) {
    return runs.find(run);
  }

  @Override
  public Stream<RecordedRun> runs(RunQuery query) {
    return runs.list(query);
  }

  @Override
  public Optional<RecordedRun> purge(StepRunId run) {
    return runs.purge(run);
  }

  @Override
  public boolean begin(Execution execution, Optional<Lease> lease) {
    return executions.begin(execution, lease);
  }

  @Override
  public void end(Execution execution) {
    executions.end(execution);
  }

  @Override
  public boolean retry(Execution retried, Optional<Lease> lease) {
    return executions.retry(retried, lease);
  }

  @Override
  public Optional<Execution.Status> status(ExecutionId execution) {
    return executions.status(execution);
  }

  @Override
  public void keep(ExecutionId execution, List<ExecutedStep> steps) {
    executions.keep(execution, steps);
  }

  @Override
  public Optional<Execution> findExecution(ExecutionId execution) {
    return executions.find(execution);
  }

  @Override
  public Stream<Execution> executions(ExecutionQuery query) {
    return executions.list(query);
  }

  @Override
  public void amend(ExecutionId execution, String options) {
    executions.amend(execution, options);
  }

  @Override
  public List<ExecutedStep> steps(ExecutionId execution) {
    return executions.steps(execution);
  }

  @Override
  public List<Consumer> consumers(StepRunId source) {
    return executions.consumers(source);
  }

  @Override
  public List<Savings> savings(Optional<PipelineId> pipeline, Instant since) {
    return SavingsByStep.of(database, pipeline, since);
  }

  @Override
  public List<DayOfDecisions> days(Optional<PipelineId> pipeline, Instant since) {
    return DecisionsByDay.of(database, pipeline, since);
  }

  @Override
  public void expect(StepCallback callback) {
    callbacks.expect(callback);
  }

  @Override
  public boolean answer(String token, CallbackAnswer answer) {
    return callbacks.answer(token, answer);
  }

  @Override
  public Optional<StepCallback> findCallback(String token) {
    return callbacks.find(token);
  }

  @Override
  public List<StepCallback> openCallbacks() {
    return callbacks.open();
  }

  @Override
  public Pruned prune(Instant before) {
    return new Pruning(database, before).prune();
  }

  @Override
  public Stream<HistoryRecord> export() {
    return Export.records(database);
  }

  @Override
  public Imported importAll(Stream<HistoryRecord> records) {
    return database.writeOnce(
        session -> new Import(session, hotQueries, database.name()).all(records));
  }

  @Override
  public void close() {
    database.close();
  }
}

package dev.stepcache.application.port;

import dev.stepcache.domain.cache.PastRuns;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.signature.Signature;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every run of every step, as far back as kept (SPEC 10).
 *
 * <p>What an implementer must keep: names match byte by byte (case, accents and trailing spaces
 * count). Instants are whole milliseconds. What a write returned from is durable. Any number of
 * threads and processes may use one history at once. A run that has ended never changes; nothing
 * fails because a row is already there. Whatever keeps the history from answering is a {@link
 * RunHistoryUnavailable}, never an empty answer (R17).
 */
public interface RunHistory extends AutoCloseable {

  /** The store's own clock: real, and one for all who use the store (R13). */
  InstantSource clock();

  /** What its users should know of it now beyond what it answers; nothing, as a rule (R17). */
  default Optional<String> notice() {
    return Optional.empty();
  }

  // Pipelines.

  /** The living pipeline of a name, begun at an instant if there is none. */
  Pipeline openPipeline(PipelineName name, Instant at);

  /** The living pipeline of a name. */
  Optional<Pipeline> findPipeline(PipelineName name);

  /** All living pipelines, by name. */
  List<Pipeline> pipelines();

  /**
   * Ends a pipeline: its runs are never found again, and its name is free to begin another (R8).
   * Answers whether it was living.
   */
  boolean deletePipeline(PipelineId pipeline, Instant at);

  // Decisions.

  /** What is known of the runs within a scope. */
  PastRuns pastRuns(StepScope scope);

  /**
   * Of each of many questions the first run of {@link PastRuns#reusable}, if there is one; in few
   * round trips.
   */
  default List<Optional<Succeeded>> firstReusable(List<Reusable> questions) {
    return questions.stream().map(this::firstReusable).toList();
  }

  private Optional<Succeeded> firstReusable(Reusable asked) {
    try (Stream<Succeeded> runs =
        pastRuns(asked.scope()).reusable(asked.key(), asked.from(), asked.to())) {
      return runs.findFirst();
    }
  }

  /** What {@link PastRuns#reusable} is asked of a scope. */
  record Reusable(StepScope scope, KeyDocument key, Instant from, Instant to) {}

  /** From now on no run started before an instant is reused; of one step, or of all. */
  void refresh(PipelineId pipeline, Optional<StepName> step, Instant before);

  /** Never reuse a run again, whatever its state; the first reason given stays. */
  void retract(StepRunId run, Instant at, String why);

  // Runs.

  /**
   * Keeps a run that has started, unless it is kept already. An owned one is stopped when its lease
   * is over (X9).
   */
  void start(StepRun.Executing run, Optional<Lease> lease);

  /**
   * Keeps a run that has started, as the only one with its key document: unless another is going
   * on, or has succeeded since the caller decided to start this one (X6). Of all who ask at once,
   * one after the other is answered. A run that is kept already has started.
   *
   * @param latest what {@link #latestSuccess} answered before the decision
   */
  AloneStart startAlone(StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest);

  /**
   * As {@link #startAlone}, but beside any that go on (R7): it is outdated by a success only, so
   * that the decision and the start are one.
   */
  AloneStart startBeside(StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest);

  /** The success with a key document that completed last, reusable or not. */
  Optional<StepRunId> latestSuccess(StepScope scope, KeyDocument key);

  /**
   * Keeps the end of a run, whether its start was kept or not, with the reason why it must never be
   * reused if there is one. Answers whether it is now the end of the run: another end kept earlier
   * stays, also that of an owned run which somebody stopped because its lease was over. The same
   * end may be told again.
   */
  boolean complete(StepRun.Ended run, Optional<String> neverReuse);

  /** Gives all executing runs and executions of an owner a later end of lease. */
  void renew(String owner, Instant until);

  /**
   * Stops all runs and executions whose lease was over at an instant, and the steps of these
   * executions that went on; answers how many runs and executions. They ended when their lease did.
   */
  int stopAbandoned(Instant at);

  /** A run of a living pipeline, as it is kept: executing until somebody ends it. */
  Optional<RecordedRun> findRun(StepRunId run);

  /** Runs of living pipelines, last started first, then greater id; fetched as consumed. */
  Stream<RecordedRun> runs(RunQuery query);

  /**
   * Deletes all that is kept of a run, and what executions' steps tell of it: the outputs and the
   * decision of every step that ran as it, reused it or took it over; of these steps name, type,
   * status and times stay, and of the decisions outcome and reason. Steps that were compared with
   * it lose the decision alone, and no reason of a failure quotes it any more. Answers the run as
   * it was; whoever ends a run that was going on keeps it anew.
   */
  Optional<RecordedRun> purge(StepRunId run);

  // Executions.

  /**
   * Keeps an execution that has begun, unless it is kept already. Answers whether it is the
   * caller's: kept now, or before by the same owner. Of several who begin one execution at once,
   * only one may go on with it.
   */
  boolean begin(Execution execution, Optional<Lease> lease);

  /**
   * Keeps the end of an execution, or that it is stopping, whether its begin was kept or not. An
   * end kept earlier stays, and what is told of an earlier round is not kept.
   */
  void end(Execution execution);

  /**
   * Keeps that an execution that failed or was stopped goes on in its next round (X8). Answers
   * whether it does now: of several who ask at once, only one may go on with it.
   */
  boolean retry(Execution retried, Optional<Lease> lease);

  /** The state of an execution of a living pipeline. */
  Optional<Execution.Status> status(ExecutionId execution);

  /** Keeps what became of a step of an execution. */
  default void keep(ExecutionId execution, ExecutedStep step) {
    keep(execution, List.of(step));
  }

  /**
   * Keeps what became of steps of an execution, in place of what was kept of them before; nothing
   * that is told of an earlier round than the execution's. All are kept or, where that fails, none.
   */
  void keep(ExecutionId execution, List<ExecutedStep> steps);

  /** An execution of a living pipeline. */
  Optional<Execution> findExecution(ExecutionId execution);

  /** Executions of living pipelines, of one or of all, last begun first; fetched as consumed. */
  default Stream<Execution> executions(Optional<PipelineId> pipeline) {
    return executions(ExecutionQuery.of(pipeline));
  }

  /** Executions of living pipelines; fetched as consumed, without passing over others. */
  Stream<Execution> executions(ExecutionQuery query);

  /** Keeps how an execution was started anew: its options in place of those kept before. */
  void amend(ExecutionId execution, String options);

  /** The steps of an execution in the order in which they were decided. */
  List<ExecutedStep> steps(ExecutionId execution);

  /** The steps of living pipelines' executions that reused a run, latest execution first. */
  List<Consumer> consumers(StepRunId source);

  /** What reuse has saved, and running has taken, by step: of one pipeline's executions, or all. */
  List<Savings> savings(Optional<PipelineId> pipeline, Instant since);

  /**
   * What was decided on each day (of UTC) from an instant on, in one pipeline's executions or in
   * all, simulated ones apart, earliest day first; days without decisions are left out.
   */
  List<DayOfDecisions> days(Optional<PipelineId> pipeline, Instant since);

  // Callbacks.

  /** Keeps that a step waits for an answer under a token, unless that is kept already. */
  void expect(StepCallback callback);

  /** Answers a callback. Answers whether that is now its answer: the first one given stays. */
  boolean answer(String token, CallbackAnswer answer);

  /** A callback of a living pipeline's execution. */
  Optional<StepCallback> findCallback(String token);

  /** The callbacks without an answer, of executions that go on, first asked first. */
  List<StepCallback> openCallbacks();

  // Keeping house.

  /**
   * Deletes executions that ended before an instant, then runs completed before it that no kept
   * execution has as the run or the source of a step, and all that belongs to deleted pipelines.
   * Answers what it deleted.
   */
  Pruned prune(Instant before);

  /**
   * Everything kept, so that {@link #importAll} can keep it elsewhere: as it was when it was asked
   * for, fetched as consumed. To be closed, unless it is read to its end.
   */
  Stream<HistoryRecord> export();

  /**
   * Keeps what another history exported, all or nothing. What is here already stays as it is, but
   * for an executing run, execution or step whose end is now known; a living pipeline joins the one
   * here that has its name. Answers what is new or newly ended.
   *
   * @throws IllegalArgumentException where a record belongs to what no record before it names
   */
  Imported importAll(Stream<HistoryRecord> records);

  @Override
  void close();

  /**
   * A pipeline of the history.
   *
   * @param deletedAt empty while it lives
   */
  record Pipeline(
      PipelineId id, PipelineName name, Instant createdAt, Optional<Instant> deletedAt) {}

  /**
   * Who keeps something going, and until when without a sign of life.
   *
   * @param owner 1 to 256 characters
   * @param until by the store's clock
   */
  record Lease(String owner, Instant until) {}

  /** What came of starting a run alone. */
  sealed interface AloneStart {

    /** It is kept, and there is no other. */
    record Started() implements AloneStart {}

    /** Another is going on. */
    record Twin(StepRunId run) implements AloneStart {}

    /** Another has succeeded since the decision, which has to be made anew. */
    record Outdated() implements AloneStart {}
  }

  /**
   * A step that waits for somebody outside to tell its end.
   *
   * @param token 10 characters (SAGEMAKER.md, f.2)
   */
  record StepCallback(
      String token,
      ExecutionId execution,
      StepName step,
      Instant askedAt,
      Optional<CallbackAnswer> answer) {

    /** This callback with its answer. */
    public StepCallback answered(CallbackAnswer told) {
      return new StepCallback(token, execution, step, askedAt, Optional.of(told));
    }
  }

  /** What somebody told of a step. */
  sealed interface CallbackAnswer {

    /**
     * It succeeded.
     *
     * @param outputs its output parameters, a JSON object
     */
    record Success(String outputs) implements CallbackAnswer {}

    record Failure(String reason) implements CallbackAnswer {}
  }

  /**
   * What became of the times of one step.
   *
   * @param hits how often a run of it was reused
   * @param saved what these runs had taken when they did the work
   * @param runs how often it ran to a success
   * @param spent what these runs took
   */
  record Savings(
      PipelineName pipeline,
      StepName step,
      StepType type,
      long hits,
      Duration saved,
      long runs,
      Duration spent) {}

  /** A run with the name of its pipeline and, where it was retracted, the reason. */
  record RecordedRun(StepRun run, PipelineName pipeline, Optional<String> retracted) {}

  /**
   * What came of the steps that were decided on one day.
   *
   * @param hits how many reused a run
   * @param saved what these runs had taken when they did the work
   * @param runs how many ran, or run
   */
  record DayOfDecisions(LocalDate day, long hits, Duration saved, long runs) {}

  /**
   * Which runs to list: those of all pipelines, of one, or of one of its steps.
   *
   * @param signature those with this signature alone
   * @param after those that come after this one in the list
   */
  record RunQuery(
      Optional<PipelineId> pipeline,
      Optional<StepName> step,
      Optional<Signature> signature,
      Optional<Place> after) {
    public RunQuery(Optional<PipelineId> pipeline, Optional<StepName> step) {
      this(pipeline, step, Optional.empty(), Optional.empty());
    }
  }

  /** The place of a run or an execution in a list that is ordered by the starts. */
  record Place(Instant startedAt, String id) {}

  /**
   * Which executions to list, and how.
   *
   * @param from those begun at this instant or later
   * @param before those begun before this instant
   * @param after those that come after this one in the list
   */
  record ExecutionQuery(
      Optional<PipelineId> pipeline,
      Optional<Instant> from,
      Optional<Instant> before,
      Order order,
      Optional<Place> after) {

    /** Those of one pipeline or of all, last begun first. */
    public static ExecutionQuery of(Optional<PipelineId> pipeline) {
      return new ExecutionQuery(
          pipeline, Optional.empty(), Optional.empty(), Order.LATEST_FIRST, Optional.empty());
    }

    /** How executions are ordered. */
    public enum Order {
      /** By begin, then by id, the greatest first. */
      LATEST_FIRST,
      EARLIEST_FIRST,
      BY_ID,
      BY_ID_DESCENDING
    }
  }

  /** A step of an execution that reused a run. */
  record Consumer(ExecutionId execution, StepName step, Instant decidedAt) {}

  record Pruned(long executions, long runs) {}

  record Imported(long pipelines, long executions, long runs) {}
}

package dev.stepcache.application.service;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.stepcache.application.DecisionListener;
import dev.stepcache.application.Identifiers;
import dev.stepcache.application.StepCache;
import dev.stepcache.application.content.KeptOutputs;
import dev.stepcache.application.content.StepKeys;
import dev.stepcache.application.json.RunStatus;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.AloneStart;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs of steps that others do: decided and registered here, and completed by whoever did them.
 * They have no owner and stay Executing until they are completed or retracted (X9). A store that
 * cannot be reached fails each of these; nothing is journalled for others.
 */
public final class RunsElsewhere {
  private final RunHistory history;
  private final StepKeys keys;
  private final KeptOutputs outputs;
  private final StepCache cache;
  private final DecisionListener listener;

  public RunsElsewhere(
      RunHistory history,
      CacheableTypes cacheable,
      StepKeys keys,
      KeptOutputs outputs,
      InstantSource clock,
      Identifiers identifiers,
      DecisionListener listener) {
    this.history = history;
    this.keys = keys;
    this.outputs = outputs;
    this.cache = new StepCache(history, cacheable, keys, outputs, clock, identifiers);
    this.listener = listener;
  }

  /** What is done about a twin that goes on. */
  public enum Twin {
    /** Both run (R7). */
    RUN_BESIDE,
    /** The twin is answered, and nothing is registered. */
    ANSWER
  }

  /**
   * What came of beginning a run.
   *
   * @param run the run that was registered, or the twin; none on a hit, or where runs of the type
   *     are not kept
   * @param isTwin whether that run is another's
   */
  public record Begun(CacheDecision decision, Optional<StepRunId> run, boolean isTwin) {}

  /** The decision for a step, nothing being registered. */
  public CacheDecision lookUp(PipelineName pipeline, Step step) {
    return told(() -> cache.lookUp(pipeline, step));
  }

  private CacheDecision told(Supplier<CacheDecision> deciding) {
    long begun = System.nanoTime();
    CacheDecision decision = deciding.get();
    listener.decided(decision, Duration.ofNanos(System.nanoTime() - begun));
    return decision;
  }

  /**
   * Decides, and on anything but a hit registers a run that starts now: as one, so that no success
   * comes in between that the decision did not see.
   */
  public Begun begin(PipelineName name, Step step, Optional<ExecutionId> execution, Twin twin) {
    Optional<KeyDocument> key = keys.of(step);
    if (key.isEmpty()) {
      return new Begun(lookUp(name, step), Optional.empty(), false);
    }
    Pipeline pipeline = history.openPipeline(name, cache.now());
    StepScope scope = new StepScope(pipeline.id(), step.name(), step.type(), RunKind.REAL);
    while (true) {
      Optional<StepRunId> latest = history.latestSuccess(scope, key.get());
      CacheDecision decision =
          told(() ->
              cache.decide(
                  name, Optional.of(pipeline.id()), step, cache.policy(step), key, RunKind.REAL));
      if (decision.isHit()) {
        return new Begun(decision, Optional.empty(), false);
      }
      StepRun.Executing run =
          cache.run(pipeline.id(), step, key.get(), RunKind.REAL, execution, decision.decidedAt());
      AloneStart start =
          switch (twin) {
            case RUN_BESIDE -> history.startBeside(run, Optional.empty(), latest);
            case ANSWER -> history.startAlone(run, Optional.empty(), latest);
          };
      switch (start) {
        case AloneStart.Started started -> {
          return new Begun(decision, Optional.of(run.id()), false);
        }
        case AloneStart.Twin(StepRunId other) -> {
          return new Begun(decision, Optional.of(other), true);
        }
        case AloneStart.Outdated outdated -> {} // A success came in between: decide anew.
      }
    }
  }

  /**
   * The end of a run, as whoever did it tells it.
   *
   * @param status any but Executing
   * @param job what a success hands on; those of its arguments that count when empty
   * @param reason why it failed or was stopped
   * @param at now when empty
   */
  public record End(
      RunStatus status,
      Optional<AttributeValue> job,
      Optional<String> reason,
      Optional<Instant> at) {}

  /** What came of completing a run. */
  public enum Completion {
    /** It has this end, now or since it was told before. */
    COMPLETED,
    /** It has another end already, which stays. */
    ENDED_BEFORE,
    /** The end that was told is before the start. */
    BEFORE_ITS_START
  }

  /** Completes a run; the same end may be told again. */
  public Completion complete(StepRun run, End end) {
    return switch (run) {
      case StepRun.Executing executing -> complete(executing, end);
      case StepRun.Ended ended -> completed(isSame(ended, end));
    };
  }

  private Completion complete(StepRun.Executing run, End end) {
    Instant at = end.at().orElseGet(cache::now);
    if (end.at().isPresent() && at.isBefore(run.startedAt())) {
      return Completion.BEFORE_ITS_START;
    }
    boolean kept =
        switch (end.status()) {
          case EXECUTING -> throw new IllegalArgumentException("no end");
          case SUCCEEDED ->
              cache.succeed(
                  run, at, outputs.outputs(job(run.key(), end), run.key()), Optional.empty());
          case FAILED -> cache.fail(run, at, reason(end));
          case STOPPED -> cache.stop(run, at, reason(end));
        };
    return completed(
        kept
            || find(run.id())
                .filter(known -> known.run() instanceof StepRun.Ended ended && isSame(ended, end))
                .isPresent());
  }

  private static Completion completed(boolean done) {
    return done ? Completion.COMPLETED : Completion.ENDED_BEFORE;
  }

  private static boolean isSame(StepRun.Ended run, End end) {
    return RunStatus.of(run) == end.status()
        && end.at().filter(at -> !at.truncatedTo(MILLIS).equals(run.completedAt())).isEmpty()
        && switch (run) {
          case StepRun.Succeeded succeeded -> succeeded.outputs().job().equals(job(run.key(), end));
          case StepRun.Failed failed -> failed.reason().equals(reason(end));
          case StepRun.Stopped stopped -> stopped.reason().equals(reason(end));
        };
  }

  private static AttributeValue job(KeyDocument key, End end) {
    return end.job().orElseGet(() -> countingArguments(key));
  }

  private static String reason(End end) {
    return end.reason().orElse("recorded as " + end.status().spelling());
  }

  private static AttributeValue countingArguments(KeyDocument key) {
    return key.attributes().objectMember("Arguments").orElse(ObjectValue.EMPTY);
  }

  /** A run of a living pipeline. */
  public Optional<RecordedRun> find(StepRunId run) {
    return history.findRun(run);
  }
}

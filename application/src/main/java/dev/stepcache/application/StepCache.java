package dev.stepcache.application;

import static java.time.temporal.ChronoUnit.MILLIS;
import static java.util.stream.Collectors.joining;

import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.content.KeptOutputs;
import dev.stepcache.application.content.StepKeys;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.application.port.RunHistory.Reusable;
import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.cache.BypassReason;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.cache.OutputCheck;
import dev.stepcache.domain.cache.PastRuns;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.ChangedAttribute;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decides for single steps and keeps their runs. Every decision there is, of a lookup, a plan or an
 * execution, is made by {@link #decide}.
 */
public final class StepCache {
  private final RunHistory history;
  private final CacheableTypes cacheable;
  private final StepKeys keys;
  private final KeptOutputs outputs;
  private final InstantSource clock;
  private final Identifiers identifiers;
  private final SeenPipelines pipelines;

  public StepCache(
      RunHistory history,
      CacheableTypes cacheable,
      StepKeys keys,
      KeptOutputs outputs,
      InstantSource clock,
      Identifiers identifiers) {
    this.history = history;
    this.cacheable = cacheable;
    this.keys = keys;
    this.outputs = outputs;
    this.clock = clock;
    this.identifiers = identifiers;
    this.pipelines = new SeenPipelines(history);
  }

  /**
   * The decision for a step that runs elsewhere, if at all. A pipeline that was seen before spares
   * the question for its name: runs of one that has ended are never found, so a hit is of the
   * pipeline that has the name. Of anything else that has to be asked.
   */
  public CacheDecision lookUp(PipelineName pipeline, Step step) {
    Optional<PipelineId> before = pipelines.before(pipeline);
    Optional<CacheDecision> decision = before.map(id -> lookUp(pipeline, before, step));
    if (decision.isPresent() && decision.get().isHit()) {
      return decision.get();
    }
    Optional<PipelineId> now = pipelines.now(pipeline);
    return decision.filter(made -> now.equals(before)).orElseGet(() -> lookUp(pipeline, now, step));
  }

  private CacheDecision lookUp(PipelineName pipeline, Optional<PipelineId> id, Step step) {
    return decide(pipeline, id, step, policy(step), keys.of(step), RunKind.REAL);
  }

  /** What the author of a step wants. */
  public CachePolicy policy(Step step) {
    return CachePolicy.of(step, cacheable);
  }

  /** The attributes that count for a type; none of a type that is not cacheable. */
  public Optional<AttributeSet> attributesOf(StepType type) {
    return cacheable.attributesOf(type);
  }

  /**
   * Decides by a policy; the history is asked only where the policy allows a reuse.
   *
   * @param id the pipeline's, empty where it has not begun
   */
  public CacheDecision decide(
      PipelineName pipeline,
      Optional<PipelineId> id,
      Step step,
      CachePolicy policy,
      Optional<KeyDocument> key,
      RunKind kind) {
    return decided(pipeline, id, step, policy, key, kind, outputs.check());
  }

  /** Decides, and tells of every run whose outputs were looked at on the way. */
  CacheDecision decide(
      PipelineName pipeline,
      Optional<PipelineId> id,
      Step step,
      CachePolicy policy,
      Optional<KeyDocument> key,
      RunKind kind,
      Consumer<StepRun.Succeeded> lookedAt) {
    OutputCheck check = outputs.check();
    OutputCheck telling =
        new OutputCheck() {
          @Override
          public Optional<String> missing(StepRun.Succeeded run) {
            lookedAt.accept(run);
            return check.missing(run);
          }

          @Override
          public boolean looksFurther(int looked) {
            return check.looksFurther(looked);
          }
        };
    return decided(pipeline, id, step, policy, key, kind, telling);
  }

  /** A step that may reuse a run. */
  record Candidate(Step step, CachePolicy.Enabled policy, KeyDocument key) {}

  /**
   * The decisions for those steps that reuse the latest run that they may; of all others nothing is
   * said.
   */
  List<CacheDecision> hits(
      PipelineName pipeline, PipelineId id, RunKind kind, List<Candidate> candidates) {
    Instant now = now();
    List<Optional<StepRun.Succeeded>> latest =
        history.firstReusable(
            candidates.stream()
                .map(candidate ->
                    new Reusable(
                        scope(id, candidate.step(), kind),
                        candidate.key(),
                        candidate.policy().expireAfter().cutoff(now),
                        now))
                .toList());
    List<CacheDecision> hits = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      latest
          .get(i)
          .flatMap(run -> candidate.policy().hit(candidate.key(), run, outputs.check(), now))
          .map(hit ->
              new CacheDecision(
                  pipeline, candidate.step(), Optional.of(candidate.key().signature()), now, hit))
          .ifPresent(hits::add);
    }
    return hits;
  }

  private CacheDecision decided(
      PipelineName pipeline,
      Optional<PipelineId> id,
      Step step,
      CachePolicy policy,
      Optional<KeyDocument> key,
      RunKind kind,
      OutputCheck check) {
    Instant now = now();
    Outcome outcome =
        switch (policy) {
          case CachePolicy.Disabled disabled -> disabled.decide();
          case CachePolicy.Enabled enabled ->
              enabled.decide(
                  key.orElseThrow(() -> new IllegalArgumentException(step.type() + " has no key")),
                  id.map(known -> history.pastRuns(scope(known, step, kind)))
                      .orElseGet(() -> PastRuns.of(List.of())),
                  check,
                  now);
        };
    return new CacheDecision(pipeline, step, key.map(KeyDocument::signature), now, outcome);
  }

  /** The decision where the history cannot be asked (R17). */
  public CacheDecision historyUnavailable(
      PipelineName pipeline, Step step, Optional<KeyDocument> key) {
    return new CacheDecision(
        pipeline,
        step,
        key.map(KeyDocument::signature),
        now(),
        new Outcome.Bypass(BypassReason.HISTORY_UNAVAILABLE));
  }

  private static StepScope scope(PipelineId pipeline, Step step, RunKind kind) {
    return new StepScope(pipeline, step.name(), step.type(), kind);
  }

  /** Keeps a run that starts now; none where runs of the step's type are not kept (R11). */
  public StepRun.Executing start(
      PipelineId pipeline,
      Step step,
      KeyDocument key,
      RunKind kind,
      Optional<ExecutionId> execution,
      Optional<Lease> lease) {
    StepRun.Executing run = run(pipeline, step, key, kind, execution, now());
    history.start(run, lease);
    return run;
  }

  /** A run that started at an instant, which is not kept yet; its end can be, start and all. */
  public StepRun.Executing run(
      PipelineId pipeline,
      Step step,
      KeyDocument key,
      RunKind kind,
      Optional<ExecutionId> execution,
      Instant startedAt) {
    return new StepRun.Executing(
        identifiers.run(startedAt), scope(pipeline, step, kind), key, execution, startedAt);
  }

  /**
   * Keeps a run's success.
   *
   * @param neverReuse why it must never be reused, if so
   */
  public boolean succeed(
      StepRun.Executing run, Instant at, StepOutputs made, Optional<String> neverReuse) {
    return history.complete(run.succeed(notBefore(run, at), made), neverReuse);
  }

  /**
   * Why a run that has just succeeded must never be reused: its inputs are no longer what they were
   * when it started (X5).
   */
  public Optional<String> changedWhileRunning(
      StepRun.Executing run, Supplier<Optional<KeyDocument>> keyNow) {
    try {
      return keyNow.get().flatMap(now -> difference(run.key(), now));
    } catch (ContentUnreadable unreadable) {
      return Optional.of("its inputs cannot be read any more: " + unreadable.message());
    }
  }

  /** Keeps a run's failure. */
  public boolean fail(StepRun.Executing run, Instant at, String reason) {
    return history.complete(run.fail(notBefore(run, at), reason), Optional.empty());
  }

  /** Keeps that a run was stopped. */
  public boolean stop(StepRun.Executing run, Instant at, String reason) {
    return history.complete(run.stop(notBefore(run, at), reason), Optional.empty());
  }

  /** A clock that was set back does not make a run end before it began. */
  private static Instant notBefore(StepRun.Executing run, Instant at) {
    return at.isBefore(run.startedAt()) ? run.startedAt() : at;
  }

  private static Optional<String> difference(KeyDocument before, KeyDocument after) {
    List<ChangedAttribute> changes = ChangedAttribute.between(before, after);
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "its inputs changed while it ran: "
                + changes.stream()
                    .map(change -> change.path().tokens().get(change.path().tokens().size() - 1))
                    .collect(joining(", ")));
  }

  /** The instant by which decisions are made and runs are stamped. */
  public Instant now() {
    return clock.instant().truncatedTo(MILLIS);
  }
}

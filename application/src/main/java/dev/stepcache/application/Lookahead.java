package dev.stepcache.application;

import static java.util.stream.Collectors.toSet;

import dev.stepcache.application.PipelineExecutor.Parts;
import dev.stepcache.application.StepBook.StepEnd;
import dev.stepcache.application.StepCache.Candidate;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.pipeline.StepResolution;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds which of the steps that are ready reuse a run, many at once, and keeps them in one commit.
 * They need nothing of a runner, so they wait for no place among those that run. Whatever is not
 * found here, for whatever reason, is decided when the step starts.
 */
final class Lookahead {
  private final Parts parts;
  private final ExecutionRequest request;
  private final Execution execution;
  private final StepBook book;
  private final Function<DefinedStep, StepResolution> resolution;

  /** Once the history was away, each step finds out for itself whether it is back. */
  private volatile boolean metOutage;

  /**
   * @param resolution resolves a step that is ready
   */
  Lookahead(
      Parts parts,
      ExecutionRequest request,
      Execution execution,
      StepBook book,
      Function<DefinedStep, StepResolution> resolution) {
    this.parts = parts;
    this.request = request;
    this.execution = execution;
    this.book = book;
    this.resolution = resolution;
  }

  /** Whether a step may reuse a run at all. */
  boolean isWorthwhile(DefinedStep step) {
    return !metOutage
        && step.cacheConfig() instanceof CacheConfig.Enabled
        && parts.cache().attributesOf(step.type()).isPresent()
        && request.wishes().reuse()
        && !request.wishes().refresh().contains(step.name());
  }

  /**
   * The ends of those steps that reuse a run.
   *
   * @param others is told of each other step as soon as that is known
   */
  List<StepEnd> look(List<DefinedStep> steps, Consumer<StepName> others) {
    List<CacheDecision> hits = metOutage ? List.of() : hits(steps);
    Set<StepName> reused = hits.stream().map(Lookahead::name).collect(toSet());
    steps.stream().map(DefinedStep::name).filter(name -> !reused.contains(name)).forEach(others);
    try {
      return book.reused(hits.stream().map(book::decided).toList());
    } catch (RuntimeException | Error wrong) {
      // Uncaught it would end this thread alone, and the execution would wait for it forever.
      reused.forEach(others);
      return List.of();
    }
  }

  private static StepName name(CacheDecision decision) {
    return decision.step().name();
  }

  /** What goes wrong here the steps meet again when they start, and tell. */
  private List<CacheDecision> hits(List<DefinedStep> steps) {
    try {
      List<Candidate> candidates =
          steps.stream().map(this::candidate).flatMap(Optional::stream).toList();
      return parts
          .cache()
          .hits(request.pipeline(), execution.pipeline(), execution.kind(), candidates);
    } catch (RunHistoryUnavailable outage) {
      metOutage = true;
      return List.of();
    } catch (RuntimeException | Error wrong) {
      return List.of();
    }
  }

  private Optional<Candidate> candidate(DefinedStep defined) {
    try {
      return resolution.apply(defined) instanceof StepResolution.Resolved(Step step)
          ? candidate(step)
          : Optional.empty();
    } catch (RuntimeException | Error wrong) {
      return Optional.empty();
    }
  }

  private Optional<Candidate> candidate(Step step) {
    return request.policy(parts.cache().policy(step), step.name())
            instanceof CachePolicy.Enabled policy
        ? parts.keys().of(step, parts.runner()).map(key -> new Candidate(step, policy, key))
        : Optional.empty();
  }
}

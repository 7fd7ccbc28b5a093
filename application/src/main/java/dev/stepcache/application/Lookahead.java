package dev.stepcache.application;

import dev.stepcache.application.PipelineExecutor.Parts;
import dev.stepcache.application.StepBook.StepEnd;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.pipeline.StepResolution;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds which of the steps that are ready reuse a run, many in a row, and keeps them in one commit.
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
    List<CacheDecision> hits = new ArrayList<>();
    for (DefinedStep step : steps) {
      Optional<CacheDecision> hit = metOutage ? Optional.empty() : found(step);
      hit.ifPresentOrElse(hits::add, () -> others.accept(step.name()));
    }
    try {
      return book.reused(hits.stream().map(book::decided).toList());
    } catch (RuntimeException | Error wrong) {
      // Uncaught it would end this thread alone, and the execution would wait for it forever.
      hits.forEach(hit -> others.accept(hit.step().name()));
      return List.of();
    }
  }

  /** What goes wrong here the step that has it meets again when it starts, and tells. */
  private Optional<CacheDecision> found(DefinedStep step) {
    try {
      return hit(step);
    } catch (RunHistoryUnavailable outage) {
      metOutage = true;
      return Optional.empty();
    } catch (RuntimeException | Error wrong) {
      return Optional.empty();
    }
  }

  private Optional<CacheDecision> hit(DefinedStep defined) {
    if (!(resolution.apply(defined) instanceof StepResolution.Resolved(Step step))
        || !(request.policy(parts.cache().policy(step), step.name())
            instanceof CachePolicy.Enabled policy)) {
      return Optional.empty();
    }
    return parts
        .keys()
        .of(step, parts.runner())
        .flatMap(key ->
            parts
                .cache()
                .hit(
                    request.pipeline(), execution.pipeline(), step, policy, key, execution.kind()));
  }
}

package dev.stepcache.application.service;

import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.InFlight;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/**
 * What somebody wants started.
 *
 * @param version of the definition; the latest when empty
 * @param parameters their values as texts, read by declared types
 * @param maxParallel the pipeline's own when empty
 * @param by who wants it
 */
@Value.Builder
public record StartOrder(
    PipelineName pipeline,
    Optional<Long> version,
    Map<String, String> parameters,
    Optional<String> displayName,
    Optional<String> description,
    Optional<Integer> maxParallel,
    Optional<Selection> selection,
    Set<StepName> refresh,
    boolean reuse,
    InFlight inFlight,
    String by) {}

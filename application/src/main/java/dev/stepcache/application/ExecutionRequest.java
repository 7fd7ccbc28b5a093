package dev.stepcache.application;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.util.Map;
import java.util.Set;

/**
 * What is to be executed, and how.
 *
 * @param text the definition as it was given
 * @param parameters the value of every parameter that has one
 * @param refresh the steps to run even where a run could be reused
 * @param reuse whether any run may be reused
 * @param requireHistory whether an outage of the history ends the execution (R17)
 * @param maxParallel how many steps may run at once, at least 1
 */
public record ExecutionRequest(
    PipelineName pipeline,
    PipelineDefinition definition,
    String text,
    Map<String, AttributeValue> parameters,
    Set<StepName> refresh,
    boolean reuse,
    boolean requireHistory,
    int maxParallel) {

  public ExecutionRequest {
    parameters = Map.copyOf(parameters);
    refresh = Set.copyOf(refresh);
    if (maxParallel < 1) {
      throw new IllegalArgumentException("at least one step runs at a time");
    }
  }

  /** What the user's wishes make of what the author of a step wants. */
  CachePolicy policy(CachePolicy wanted, StepName step) {
    if (!reuse) {
      return wanted.disabled();
    }
    return refresh.contains(step) ? wanted.refreshing() : wanted;
  }
}

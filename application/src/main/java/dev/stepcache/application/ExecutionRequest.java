package dev.stepcache.application;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be executed, and how.
 *
 * @param text the definition as it was given
 * @param parameters the value of every parameter that has one
 * @param selection the steps to which the execution is confined, if it is (X8)
 * @param options all that is needed beside, a JSON object, to ask for the same once more
 */
public record ExecutionRequest(
    PipelineName pipeline,
    PipelineDefinition definition,
    String text,
    Map<String, AttributeValue> parameters,
    Wishes wishes,
    Optional<Selection> selection,
    String options) {

  public ExecutionRequest {
    parameters = Map.copyOf(parameters);
  }

  /**
   * What the user wants beyond what the author of the definition says.
   *
   * @param refresh the steps to run even where a run could be reused
   * @param reuse whether any run may be reused
   * @param inFlight what is done about runs that are going on
   * @param requireHistory whether an outage of the history ends the execution (R17)
   * @param maxParallel how many steps may run at once, at least 1
   */
  public record Wishes(
      Set<StepName> refresh,
      boolean reuse,
      InFlight inFlight,
      boolean requireHistory,
      int maxParallel) {
    public Wishes {
      refresh = Set.copyOf(refresh);
      if (maxParallel < 1) {
        throw new IllegalArgumentException("at least one step runs at a time");
      }
    }

    /** These wishes with more steps at once, or fewer. */
    public Wishes withMaxParallel(int other) {
      return new Wishes(refresh, reuse, inFlight, requireHistory, other);
    }

    /** What these wishes make of what the author of a step wants. */
    CachePolicy policy(CachePolicy wanted, StepName step) {
      if (!reuse) {
        return wanted.disabled();
      }
      return refresh.contains(step) ? wanted.refreshing() : wanted;
    }
  }

  /**
   * The steps that run, while those that they read are taken from an earlier execution.
   *
   * @param source the earlier execution; the pipeline's latest that has ended when empty
   */
  public record Selection(Set<StepName> steps, Optional<ExecutionId> source) {
    public Selection {
      steps = Set.copyOf(steps);
    }
  }

  CachePolicy policy(CachePolicy wanted, StepName step) {
    return wishes.policy(wanted, step);
  }
}

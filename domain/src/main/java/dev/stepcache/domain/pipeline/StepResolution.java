package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import java.util.SortedSet;

/**
 * What becomes of a step when its expressions are replaced by values (R14, X1): a step that can be
 * decided and run, or the reason why there is none.
 */
public sealed interface StepResolution {

  record Resolved(Step step) implements StepResolution {}

  /**
   * Steps whose results it reads have yet to run.
   *
   * @param known the members of the step with all values that are known by now
   */
  record Waiting(SortedSet<StepName> on, ObjectValue known) implements StepResolution {}

  /** It can never be resolved in this execution. */
  record Impossible(String reason) implements StepResolution {}

  static StepResolution of(DefinedStep step, PipelineDefinition definition, ExecutionFacts facts) {
    return new StepResolver(definition, facts).resolve(step);
  }
}

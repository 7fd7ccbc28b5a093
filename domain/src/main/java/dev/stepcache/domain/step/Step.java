package dev.stepcache.domain.step;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;

/**
 * A step with every expression in it resolved, ready to be decided and run.
 *
 * @param content all members of the step as the definition has them, {@code Arguments} among them
 */
public record Step(StepName name, StepType type, ObjectValue content, CacheConfig cacheConfig) {

  /** The request that the step's job is made from; empty where the step has none. */
  public ObjectValue arguments() {
    return content.member("Arguments").flatMap(AttributeValue::asObject).orElse(ObjectValue.EMPTY);
  }
}

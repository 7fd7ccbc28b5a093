package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.StepName;
import io.vavr.control.Either;
import java.util.Optional;

/** What is known of an execution when the expressions of a step are resolved. */
public interface ExecutionFacts {

  /** The value of a parameter of the definition. */
  Optional<AttributeValue> parameter(String name);

  String variable(ExecutionVariable variable);

  StepResult result(StepName step);

  /** The JSON document that an object holds; the left side says why there is none. */
  Either<String, AttributeValue> json(String uri);

  RunKind kind();

  /** What a step has come to. */
  sealed interface StepResult {

    /** It succeeded, or a run of it was reused: this is its job as described. */
    record Known(AttributeValue job) implements StepResult {}

    /** It stands in a branch that is not taken. */
    record Untaken() implements StepResult {}

    /** It has yet to run. */
    record Pending() implements StepResult {}
  }
}

package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import java.util.Optional;

/**
 * The job of a step that was simulated: it has what the arguments give, and for any other path a
 * text that is a pure function of execution, step and path (X3).
 */
public final class SimulatedJob {
  private static final String EXECUTION = "SimulatedByExecution";

  private SimulatedJob() {}

  /**
   * The job that an execution simulated.
   *
   * @param given what is known of it: the arguments of its step, and more where there is more
   */
  public static ObjectValue of(ObjectValue given, ExecutionId execution) {
    return given.with(EXECUTION, new TextValue(execution.text()));
  }

  static Optional<AttributeValue> property(AttributeValue job, StepName step, PropertyPath path) {
    return path.in(job)
        .or(() ->
            job.asObject()
                .flatMap(members -> members.textMember(EXECUTION))
                .map(execution -> "simulated-%s-%s-%s".formatted(execution, step, path))
                .map(TextValue::new));
  }
}

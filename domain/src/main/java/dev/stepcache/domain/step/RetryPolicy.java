package dev.stepcache.domain.step;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * When a step that failed is tried again (X2), as SageMaker has it in a step's {@code
 * RetryPolicies}.
 *
 * @param faults the failures that it is for
 * @param interval the time before the first retry
 * @param backoffRate what the interval is multiplied with for every further one
 * @param maxAttempts how many retries there are, from 1; empty where only time limits them
 * @param expireAfter how long after the step's start a retry may still begin; empty where only
 *     their number limits them
 */
public record RetryPolicy(
    Set<StepFault> faults,
    Duration interval,
    double backoffRate,
    OptionalInt maxAttempts,
    Optional<Duration> expireAfter) {
  static final Duration USUAL_INTERVAL = Duration.ofSeconds(1);
  static final double USUAL_BACKOFF_RATE = 2.0;
  static final int USUAL_MAX_ATTEMPTS = 5;

  /** What is never exceeded, however often an interval is multiplied: SageMaker's longest. */
  static final Duration LONGEST_INTERVAL = Duration.ofHours(12);

  /** What is retried without being asked for, unless a policy of the step says how. */
  static final RetryPolicy OF_THE_SERVICE =
      new RetryPolicy(
          EnumSet.of(StepFault.SERVICE_FAULT, StepFault.THROTTLING),
          USUAL_INTERVAL,
          USUAL_BACKOFF_RATE,
          OptionalInt.of(USUAL_MAX_ATTEMPTS),
          Optional.empty());

  /** Whose steps SageMaker retries; the types beside are EMR's, to which it was added later. */
  private static final Set<StepType> RETRIED =
      Set.of(
          StepType.PROCESSING,
          StepType.TRAINING,
          StepType.TUNING,
          StepType.AUTO_ML,
          StepType.TRANSFORM,
          StepType.MODEL,
          StepType.REGISTER_MODEL,
          StepType.EMR,
          StepType.EMR_SERVERLESS);

  /** Whose jobs try again inside when they have an internal error. */
  private static final Set<StepType> RETRYING_INSIDE = Set.of(StepType.TUNING, StepType.AUTO_ML);

  public RetryPolicy {
    faults = Set.copyOf(faults);
  }

  /**
   * What is wrong with a step's RetryPolicies.
   *
   * @param path the place within the step
   */
  public record Invalid(AttributePath path, String message) {}

  /** Whether RetryPolicies have an effect on steps of a type. */
  public static boolean isFor(StepType type) {
    return RETRIED.contains(type);
  }

  /**
   * The time to wait before the next attempt; empty when there is none.
   *
   * @param retries how many retries this policy has led to, from 0
   * @param sinceStart the time since the step was started
   */
  public Optional<Duration> pause(int retries, Duration sinceStart) {
    if (maxAttempts.isPresent() && retries >= maxAttempts.getAsInt()) {
      return Optional.empty();
    }
    double seconds = interval.toMillis() / 1000.0 * Math.pow(backoffRate, retries);
    Duration pause =
        Duration.ofMillis(
            (long) (Math.min(seconds, (double) LONGEST_INTERVAL.toSeconds()) * 1000.0));
    return expireAfter.isPresent() && sinceStart.plus(pause).compareTo(expireAfter.get()) > 0
        ? Optional.empty()
        : Optional.of(pause);
  }

  /** The policy that a failure of a step falls under: the first that is for it. */
  public static Optional<RetryPolicy> of(Step step, StepFault fault) {
    if (!isFor(step.type())
        || (fault == StepFault.JOB_INTERNAL_ERROR && RETRYING_INSIDE.contains(step.type()))) {
      return Optional.empty();
    }
    List<RetryPolicy> policies = new ArrayList<>(of(step.content()).getOrElse(List.of()));
    policies.add(OF_THE_SERVICE);
    return policies.stream().filter(policy -> policy.faults.contains(fault)).findFirst();
  }

  /** Reads the RetryPolicies of a step; the invalid side has every fault that was found. */
  public static Validation<Seq<Invalid>, List<RetryPolicy>> of(ObjectValue step) {
    return new RetryPolicyReader().read(step);
  }
}

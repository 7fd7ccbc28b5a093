package dev.stepcache.domain.step;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A failure that may be gone at the next attempt, by the names that RetryPolicies have for it. */
public enum StepFault {
  SERVICE_FAULT("Step.SERVICE_FAULT", "ServiceFault|ServiceUnavailable|InternalFailure"),
  THROTTLING("Step.THROTTLING", "Throttling|TooManyRequests|RequestLimitExceeded"),
  JOB_INTERNAL_ERROR("SageMaker.JOB_INTERNAL_ERROR", "InternalError|InternalServerError"),
  CAPACITY_ERROR("SageMaker.CAPACITY_ERROR", "CapacityError|InsufficientCapacity"),
  RESOURCE_LIMIT("SageMaker.RESOURCE_LIMIT", "ResourceLimitExceeded");

  private final String spelling;
  private final Pattern beginning;

  StepFault(String spelling, String beginnings) {
    this.spelling = spelling;
    this.beginning = Pattern.compile(beginnings);
  }

  /** The name in a RetryPolicy's ExceptionType. */
  public String spelling() {
    return spelling;
  }

  /** The fault of a name in a RetryPolicy's ExceptionType. */
  static Optional<StepFault> spelled(String spelling) {
    return Arrays.stream(values()).filter(fault -> fault.spelling.equals(spelling)).findFirst();
  }

  /**
   * The fault that a failure's reason tells of: as in SageMaker's FailureReason, by the word that
   * it begins with. Empty of any other failure, such as one of the user's own program.
   */
  public static Optional<StepFault> of(String failureReason) {
    return Arrays.stream(values())
        .filter(fault -> fault.beginning.matcher(failureReason).lookingAt())
        .findFirst();
  }
}

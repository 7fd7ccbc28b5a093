package dev.stepcache.domain.step;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.RetryPolicy.Invalid;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("X2: A retry policy")
class RetryPolicyTest {

  @Test
  @DisplayName("has SageMaker's defaults where it says nothing")
  void has_defaults() {
    assertThat(read(policy("ExceptionType", list("SageMaker.CAPACITY_ERROR"))))
        .containsExactly(
            new RetryPolicy(
                Set.of(StepFault.CAPACITY_ERROR),
                Duration.ofSeconds(1),
                2.0,
                OptionalInt.of(5),
                Optional.empty()));
  }

  @Test
  @DisplayName("names what it is for in a list or in one text")
  void names_what_it_is_for() {
    assertThat(
            read(policy("ExceptionType", list("Step.SERVICE_FAULT", "Step.THROTTLING")))
                .get(0)
                .faults())
        .containsExactlyInAnyOrder(StepFault.SERVICE_FAULT, StepFault.THROTTLING);
    assertThat(read(policy("ExceptionType", "SageMaker.RESOURCE_LIMIT")).get(0).faults())
        .containsExactly(StepFault.RESOURCE_LIMIT);
  }

  @Test
  @DisplayName("waits longer before every further attempt, and never beyond half a day")
  void waits_longer_before_every_further_attempt() {
    RetryPolicy policy =
        only("IntervalSeconds", 10, "BackoffRate", 3, "MaxAttempts", 20, "ExceptionType", ALL);
    assertThat(policy.pause(0, Duration.ZERO)).contains(Duration.ofSeconds(10));
    assertThat(policy.pause(1, Duration.ZERO)).contains(Duration.ofSeconds(30));
    assertThat(policy.pause(2, Duration.ZERO)).contains(Duration.ofSeconds(90));
    assertThat(policy.pause(19, Duration.ZERO)).contains(Duration.ofHours(12));
  }

  @Test
  @DisplayName("ends after MaxAttempts retries")
  void ends_after_max_attempts() {
    RetryPolicy policy = only("MaxAttempts", 2, "ExceptionType", ALL);
    assertThat(policy.pause(1, Duration.ofDays(30))).isPresent();
    assertThat(policy.pause(2, Duration.ZERO)).isEmpty();
  }

  @Test
  @DisplayName("with ExpireAfterMin begins no retry later than these minutes after the start")
  void ends_with_its_time() {
    RetryPolicy policy =
        only("ExpireAfterMin", 5, "IntervalSeconds", 60, "BackoffRate", 1, "ExceptionType", ALL);
    assertThat(policy.pause(1_000, Duration.ofMinutes(4))).contains(Duration.ofMinutes(1));
    assertThat(policy.pause(0, Duration.ofMinutes(4).plusMillis(1))).isEmpty();
  }

  @Test
  @DisplayName("is for the steps that SageMaker retries, and of several the first that fits counts")
  void the_first_that_fits_counts() {
    ObjectValue policies =
        policies(
            object("ExceptionType", list("SageMaker.CAPACITY_ERROR"), "MaxAttempts", 1),
            object("ExceptionType", ALL, "MaxAttempts", 7));
    assertThat(attempts("Training", policies, StepFault.CAPACITY_ERROR)).hasValue(1);
    assertThat(attempts("Training", policies, StepFault.RESOURCE_LIMIT)).hasValue(7);
    assertThat(attempts("QualityCheck", policies, StepFault.RESOURCE_LIMIT)).isEmpty();
    assertThat(attempts("Lambda", policies, StepFault.SERVICE_FAULT)).isEmpty();
  }

  @Test
  @DisplayName("is not needed for faults of the service, but may replace what is done about them")
  void faults_of_the_service_are_retried_anyway() {
    assertThat(attempts("Processing", object(), StepFault.SERVICE_FAULT)).hasValue(5);
    assertThat(attempts("Processing", object(), StepFault.THROTTLING)).hasValue(5);
    assertThat(attempts("Processing", object(), StepFault.CAPACITY_ERROR)).isEmpty();
    ObjectValue own = policies(object("ExceptionType", "Step.THROTTLING", "MaxAttempts", 2));
    assertThat(attempts("Processing", own, StepFault.THROTTLING)).hasValue(2);
  }

  @Test
  @DisplayName("does not retry the internal errors of jobs that do so inside")
  void tuning_jobs_retry_inside() {
    ObjectValue policies = policies(object("ExceptionType", ALL));
    assertThat(attempts("Tuning", policies, StepFault.JOB_INTERNAL_ERROR)).isEmpty();
    assertThat(attempts("AutoML", policies, StepFault.JOB_INTERNAL_ERROR)).isEmpty();
    assertThat(attempts("Tuning", policies, StepFault.CAPACITY_ERROR)).isPresent();
    assertThat(attempts("Training", policies, StepFault.JOB_INTERNAL_ERROR)).isPresent();
  }

  @Test
  @DisplayName("that is malformed is refused with every place")
  void malformed_policies_are_refused() {
    ObjectValue policies =
        policies(
            object("ExceptionType", list("Step.NO_SUCH")),
            object("IntervalSeconds", 43_201, "ExceptionType", ALL),
            object("MaxAttempts", 21, "BackoffRate", "2", "ExceptionType", ALL),
            object("MaxAttempts", 1, "ExpireAfterMin", 1, "ExceptionType", list()),
            object("ExpireAfterMin", new NumberValue(new BigDecimal("1.5")), "ExceptionType", ALL),
            object("MaxAttempts", 0));
    assertThat(RetryPolicy.of(policies).getError())
        .extracting(invalid -> invalid.path().pointer())
        .containsExactly(
            "/RetryPolicies/0/ExceptionType",
            "/RetryPolicies/1/IntervalSeconds",
            "/RetryPolicies/2/MaxAttempts",
            "/RetryPolicies/2/BackoffRate",
            "/RetryPolicies/3",
            "/RetryPolicies/3/ExceptionType",
            "/RetryPolicies/4/ExpireAfterMin",
            "/RetryPolicies/5/MaxAttempts",
            "/RetryPolicies/5/ExceptionType");
    assertThat(RetryPolicy.of(object("RetryPolicies", "none")).getError())
        .containsExactly(
            new Invalid(AttributePath.of("RetryPolicies"), "RetryPolicies is no list"));
    assertThat(RetryPolicy.of(object("RetryPolicies", list(1))).getError()).hasSize(1);
  }

  @ParameterizedTest
  @DisplayName("is chosen by the word that a failure's reason begins with")
  @CsvSource({
    "'InternalServerError: We encountered an internal error', JOB_INTERNAL_ERROR",
    "'InternalError: the disk is full', JOB_INTERNAL_ERROR",
    "'CapacityError: Unable to provision requested ML compute capacity', CAPACITY_ERROR",
    "'InsufficientCapacityError', CAPACITY_ERROR",
    "'ResourceLimitExceeded: the account has no more', RESOURCE_LIMIT",
    "'ThrottlingException: Rate exceeded', THROTTLING",
    "'ServiceFault: HTTP 503', SERVICE_FAULT",
  })
  void is_chosen_by_the_reason(String reason, StepFault fault) {
    assertThat(StepFault.of(reason)).contains(fault);
  }

  @ParameterizedTest
  @CsvSource({
    "'AlgorithmError: ExecuteUserScriptError'",
    "'ClientError: no such file'",
    "'the program saw an InternalError'"
  })
  void failures_of_the_users_own_program_are_not_retried(String reason) {
    assertThat(StepFault.of(reason)).isEmpty();
  }

  private static final AttributeValue ALL =
      list(
          "Step.SERVICE_FAULT",
          "Step.THROTTLING",
          "SageMaker.JOB_INTERNAL_ERROR",
          "SageMaker.CAPACITY_ERROR",
          "SageMaker.RESOURCE_LIMIT");

  private static ObjectValue policies(ObjectValue... policies) {
    return object("RetryPolicies", list((Object[]) policies));
  }

  private static ObjectValue policy(Object... members) {
    return policies(object(members));
  }

  private static List<RetryPolicy> read(ObjectValue step) {
    return RetryPolicy.of(step).get();
  }

  private static RetryPolicy only(Object... members) {
    return read(policy(members)).get(0);
  }

  private static OptionalInt attempts(String type, ObjectValue content, StepFault fault) {
    Step step =
        new Step(new StepName("step"), new StepType(type), content, new CacheConfig.Disabled());
    return RetryPolicy.of(step, fault).map(RetryPolicy::maxAttempts).orElseGet(OptionalInt::empty);
  }
}

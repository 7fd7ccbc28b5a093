package dev.stepcache.domain.step;

import static java.util.stream.Collectors.joining;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.step.RetryPolicy.Invalid;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** One reading of the RetryPolicies of one step. */
final class RetryPolicyReader {
  private static final AttributePath POLICIES = AttributePath.of("RetryPolicies");
  private static final int MOST_ATTEMPTS = 20;
  private static final int LONGEST_EXPIRY_MINUTES = 14_400;
  private static final int GREATEST_BACKOFF_RATE = 1_000;

  private final List<Invalid> faults = new ArrayList<>();

  Validation<Seq<Invalid>, List<RetryPolicy>> read(ObjectValue step) {
    step.member("RetryPolicies")
        .filter(given -> !(given instanceof ListValue))
        .ifPresent(given -> fault(POLICIES, "RetryPolicies is no list"));
    List<RetryPolicy> policies = new ArrayList<>();
    List<AttributeValue> items = step.itemsOf("RetryPolicies");
    for (int i = 0; i < items.size(); i++) {
      AttributePath path = POLICIES.child(i);
      items
          .get(i)
          .asObject()
          .ifPresentOrElse(
              policy -> policies.add(policy(path, policy)),
              () -> fault(path, "a retry policy is an object"));
    }
    return faults.isEmpty()
        ? Validation.valid(policies)
        : Validation.invalid(io.vavr.collection.List.ofAll(faults));
  }

  private void fault(AttributePath path, String message) {
    faults.add(new Invalid(path, message));
  }

  private RetryPolicy policy(AttributePath path, ObjectValue policy) {
    Optional<Integer> attempts = whole(path, policy, "MaxAttempts", 1, MOST_ATTEMPTS);
    Optional<Integer> minutes = whole(path, policy, "ExpireAfterMin", 0, LONGEST_EXPIRY_MINUTES);
    if (attempts.isPresent() && minutes.isPresent()) {
      fault(path, "a retry policy has either MaxAttempts or ExpireAfterMin, not both");
    }
    int longest = (int) RetryPolicy.LONGEST_INTERVAL.toSeconds();
    return new RetryPolicy(
        retried(path.child("ExceptionType"), policy),
        whole(path, policy, "IntervalSeconds", 0, longest)
            .map(Duration::ofSeconds)
            .orElse(RetryPolicy.USUAL_INTERVAL),
        number(path, policy, "BackoffRate", 0, GREATEST_BACKOFF_RATE)
            .map(BigDecimal::doubleValue)
            .orElse(RetryPolicy.USUAL_BACKOFF_RATE),
        minutes.isPresent()
            ? OptionalInt.empty()
            : OptionalInt.of(attempts.orElse(RetryPolicy.USUAL_MAX_ATTEMPTS)),
        minutes.map(Duration::ofMinutes));
  }

  private Set<StepFault> retried(AttributePath path, ObjectValue policy) {
    // The guide page has a list, the published schema one text.
    List<AttributeValue> names =
        policy.member("ExceptionType").orElseGet(AttributeValue::list) instanceof TextValue name
            ? List.of(name)
            : policy.itemsOf("ExceptionType");
    Set<StepFault> retried = EnumSet.noneOf(StepFault.class);
    names.forEach(name -> name.asText().flatMap(StepFault::spelled).ifPresent(retried::add));
    if (retried.size() < Math.max(1, names.size())) {
      fault(
          path,
          "an ExceptionType names what is retried, of "
              + Arrays.stream(StepFault.values()).map(StepFault::spelling).collect(joining(", ")));
    }
    return retried;
  }

  private Optional<Integer> whole(
      AttributePath path, ObjectValue policy, String member, int least, int most) {
    Optional<BigDecimal> number = number(path, policy, member, least, most);
    if (number.filter(given -> given.scale() > 0).isPresent()) {
      fault(path.child(member), member + " is a whole number");
      return Optional.empty();
    }
    return number.map(BigDecimal::intValue);
  }

  private Optional<BigDecimal> number(
      AttributePath path, ObjectValue policy, String member, int least, int most) {
    Optional<AttributeValue> given = policy.member(member);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (given.get() instanceof NumberValue(BigDecimal number)
        && number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
      return Optional.of(number);
    }
    fault(path.child(member), "%s is a number from %d to %d".formatted(member, least, most));
    return Optional.empty();
  }
}

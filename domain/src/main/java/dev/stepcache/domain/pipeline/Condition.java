package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.step.Step;
import io.vavr.control.Either;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The conditions of a Condition step, every expression in them resolved. Joined by <i>and</i>.
 *
 * <p>Numbers compare by value, texts by code unit (instants written as ISO 8601 so compare by
 * time). Where a text meets a number or a Boolean, as a hyperparameter does, it is read as one if
 * it is one; values that cannot be compared are not equal, and have no order.
 */
public final class Condition {
  private Condition() {}

  /** Whether a Condition step holds; the left side says what keeps it from being evaluated. */
  public static Either<String, Boolean> holds(Step step) {
    return all(step.arguments().itemsOf("Conditions"));
  }

  private static Either<String, Boolean> all(List<AttributeValue> conditions) {
    boolean all = true;
    for (AttributeValue condition : conditions) {
      Either<String, Boolean> holds = holds(condition);
      if (holds.isLeft()) {
        return holds;
      }
      all &= holds.get();
    }
    return Either.right(all);
  }

  private static Either<String, Boolean> any(List<AttributeValue> conditions) {
    boolean any = false;
    for (AttributeValue condition : conditions) {
      Either<String, Boolean> holds = holds(condition);
      if (holds.isLeft()) {
        return holds;
      }
      any |= holds.get();
    }
    return Either.right(any);
  }

  private static Either<String, Boolean> holds(AttributeValue value) {
    if (!(value instanceof ObjectValue condition) || condition.textMember("Type").isEmpty()) {
      return Either.left("a condition is an object with a Type");
    }
    String type = condition.textMember("Type").get();
    // Some generators write the names of the Python classes, which begin with Condition.
    return switch (type.startsWith("Condition") ? type.substring("Condition".length()) : type) {
      case "Equals" ->
          member(condition, "LeftValue")
              .flatMap(left -> member(condition, "RightValue").map(right -> same(left, right)));
      case "GreaterThan" -> ordered(condition, order -> order > 0);
      case "GreaterThanOrEqualTo" -> ordered(condition, order -> order >= 0);
      case "LessThan" -> ordered(condition, order -> order < 0);
      case "LessThanOrEqualTo" -> ordered(condition, order -> order <= 0);
      case "In" ->
          member(condition, "QueryValue")
              .map(query ->
                  condition.itemsOf("Values").stream().anyMatch(item -> same(query, item)));
      case "Not" -> member(condition, "Condition").flatMap(Condition::holds).map(holds -> !holds);
      case "Or" -> any(condition.itemsOf("Conditions"));
      default -> Either.left("there is no condition of Type " + type);
    };
  }

  private static Either<String, AttributeValue> member(ObjectValue condition, String name) {
    return condition
        .member(name)
        .<Either<String, AttributeValue>>map(Either::right)
        .orElseGet(() -> Either.left("a condition lacks its " + name));
  }

  private static boolean same(AttributeValue left, AttributeValue right) {
    return left.equals(right) || compare(left, right).filter(order -> order == 0).isPresent();
  }

  private static Either<String, Boolean> ordered(ObjectValue condition, IntPredicate holds) {
    return member(condition, "LeftValue")
        .flatMap(left ->
            member(condition, "RightValue")
                .flatMap(right ->
                    compare(left, right)
                        .<Either<String, Boolean>>map(order -> Either.right(holds.test(order)))
                        .orElseGet(() ->
                            Either.left(
                                "%s and %s cannot be compared"
                                    .formatted(shown(left), shown(right))))));
  }

  private static Optional<Integer> compare(AttributeValue left, AttributeValue right) {
    if (left instanceof TextValue a && right instanceof TextValue b) {
      return Optional.of(a.text().compareTo(b.text()));
    }
    if (left instanceof BooleanValue || right instanceof BooleanValue) {
      return truth(left).flatMap(a -> truth(right).map(a::compareTo));
    }
    return number(left).flatMap(a -> number(right).map(a::compareTo));
  }

  private static Optional<Boolean> truth(AttributeValue value) {
    return switch (value) {
      case BooleanValue(boolean truth) -> Optional.of(truth);
      case TextValue text ->
          switch (text.text().toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> number(AttributeValue value) {
    return switch (value) {
      case NumberValue(BigDecimal number) -> Optional.of(number);
      case TextValue text -> PipelineParameter.Type.numberIn(text.text());
      default -> Optional.empty();
    };
  }

  private static String shown(AttributeValue value) {
    return Expression.joined(value).map(text -> "\"" + text + "\"").orElse("a list or object");
  }
}

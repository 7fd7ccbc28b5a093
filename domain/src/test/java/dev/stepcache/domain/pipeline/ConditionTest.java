package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.number;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.attribute.Values.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import io.vavr.control.Either;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("X1: A condition")
class ConditionTest {
  private static final ObjectValue TRUE = comparison("Equals", 1, 1);
  private static final ObjectValue FALSE = comparison("Equals", 1, 2);

  @ParameterizedTest(name = "{1} {0} {2}: {3}")
  @DisplayName("compares")
  @MethodSource
  void compares(String type, Object left, Object right, boolean holds) {
    assertThat(holds(comparison(type, left, right))).isEqualTo(Either.right(holds));
    assertThat(holds(comparison("Condition" + type, left, right))).isEqualTo(Either.right(holds));
  }

  static Stream<Arguments> compares() {
    return Stream.of(
        arguments("Equals", 1, number("1.0"), true),
        arguments("Equals", 9007199254740993L, 9007199254740992L, false),
        arguments("Equals", "a", "a", true),
        arguments("Equals", "a", "A", false),
        arguments("Equals", true, true, true),
        arguments("Equals", true, false, false),
        arguments("Equals", "1.0", 1, true),
        arguments("Equals", 1, "one", false),
        arguments("Equals", true, "True", true),
        arguments("Equals", "false", true, false),
        arguments("Equals", true, 1, false),
        arguments("Equals", "1.0", "1", false),
        arguments("Equals", list(1), list(1), true),
        arguments("Equals", list(1), object(), false),
        arguments("GreaterThan", 2, 1, true),
        arguments("GreaterThan", 1, 1, false),
        arguments("GreaterThan", "b", "a", true),
        arguments("GreaterThan", "2026-03-31T12:00:00.000Z", "2020-12-01", true),
        arguments("GreaterThanOrEqualTo", 1, number("1.000"), true),
        arguments("GreaterThanOrEqualTo", 1, 2, false),
        arguments("GreaterThanOrEqualTo", "10", 9, true),
        arguments("LessThan", number("0.1"), number("0.2"), true),
        arguments("LessThan", 1, 1, false),
        arguments("LessThan", "10", "9", true),
        arguments("LessThan", 9, "10", true),
        arguments("LessThanOrEqualTo", 1, 1, true),
        arguments("LessThanOrEqualTo", number("1e9999"), 1, false));
  }

  @ParameterizedTest
  @DisplayName("has no order of values that cannot be compared, and says so")
  @ValueSource(strings = {"GreaterThan", "GreaterThanOrEqualTo", "LessThan", "LessThanOrEqualTo"})
  void has_no_order_of_what_cannot_be_compared(String type) {
    assertThat(holds(comparison(type, 1, "one")).getLeft())
        .isEqualTo("\"1\" and \"one\" cannot be compared");
    assertThat(holds(comparison(type, list(), 1)).getLeft())
        .isEqualTo("a list or object and \"1\" cannot be compared");
    assertThat(holds(comparison(type, true, 1))).isEmpty();
  }

  @Test
  @DisplayName("holds for a value In a list that has it, compared as by Equals")
  void in_holds_for_a_value_of_the_list() {
    assertThat(holds(in("a", "a", "b"))).contains(true);
    assertThat(holds(in("c", "a", "b"))).contains(false);
    assertThat(holds(in(1, "a", "1.0"))).contains(true);
    assertThat(holds(in("a"))).contains(false);
    assertThat(holds(object("Type", "In", "QueryValue", "a"))).contains(false);
  }

  @Test
  @DisplayName("may be Not another, and one Or another, to any depth")
  void may_be_made_of_others() {
    assertThat(holds(not(FALSE))).contains(true);
    assertThat(holds(not(not(FALSE)))).contains(false);
    assertThat(holds(or(FALSE, TRUE))).contains(true);
    assertThat(holds(or(FALSE, FALSE))).contains(false);
    assertThat(holds(or())).contains(false);
    assertThat(holds(not(or(FALSE, not(TRUE), in("a", "b"))))).contains(true);
    assertThat(holds(object("Type", "ConditionNot", "Condition", TRUE))).contains(false);
  }

  @Test
  @DisplayName("is joined with the others of its step by and; none at all hold")
  void is_joined_with_others_by_and() {
    assertThat(holds(TRUE, TRUE)).contains(true);
    assertThat(holds(TRUE, FALSE)).contains(false);
    assertThat(holds()).contains(true);
  }

  @ParameterizedTest
  @DisplayName("that cannot be evaluated says why, whatever else holds")
  @MethodSource
  void that_cannot_be_evaluated_says_why(AttributeValue condition, String why) {
    assertThat(holds(FALSE, condition).getLeft()).isEqualTo(why);
    assertThat(holds(condition, FALSE).getLeft()).isEqualTo(why);
    assertThat(holds(not(condition)).getLeft()).isEqualTo(why);
    assertThat(holds(or(TRUE, condition)).getLeft()).isEqualTo(why);
  }

  static Stream<Arguments> that_cannot_be_evaluated_says_why() {
    return Stream.of(
        arguments(value("true"), "a condition is an object with a Type"),
        arguments(object("LeftValue", 1), "a condition is an object with a Type"),
        arguments(object("Type", "Like"), "there is no condition of Type Like"),
        arguments(object("Type", "equals"), "there is no condition of Type equals"),
        arguments(object("Type", "Equals", "LeftValue", 1), "a condition lacks its RightValue"),
        arguments(object("Type", "LessThan", "RightValue", 1), "a condition lacks its LeftValue"),
        arguments(object("Type", "In", "Values", list()), "a condition lacks its QueryValue"),
        arguments(object("Type", "Not"), "a condition lacks its Condition"));
  }

  private static Either<String, Boolean> holds(AttributeValue... conditions) {
    ObjectValue content = object("Arguments", object("Conditions", list((Object[]) conditions)));
    return Condition.holds(
        new Step(new StepName("C"), StepType.CONDITION, content, new CacheConfig.Disabled()));
  }

  private static ObjectValue comparison(String type, Object left, Object right) {
    return object("Type", type, "LeftValue", left, "RightValue", right);
  }

  private static ObjectValue in(Object query, Object... values) {
    return object("Type", "In", "QueryValue", query, "Values", list(values));
  }

  private static ObjectValue not(AttributeValue condition) {
    return object("Type", "Not", "Condition", condition);
  }

  private static ObjectValue or(AttributeValue... conditions) {
    return object("Type", "Or", "Conditions", list(List.of(conditions).toArray()));
  }
}

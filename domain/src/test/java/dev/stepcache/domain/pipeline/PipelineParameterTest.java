package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.number;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.attribute.Values.value;
import static dev.stepcache.domain.pipeline.Definitions.document;
import static dev.stepcache.domain.pipeline.Definitions.parameter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A parameter of a pipeline")
class PipelineParameterTest {

  @ParameterizedTest
  @DisplayName("X1: reads a text by its declared type (R14)")
  @MethodSource
  void reads_a_text_by_its_declared_type(String type, String text, AttributeValue expected) {
    assertThat(started(parameter("P", type, null), Map.of("P", text)))
        .isEqualTo(Map.of("P", expected));
  }

  static Stream<Arguments> reads_a_text_by_its_declared_type() {
    return Stream.of(
        arguments("String", "0.1", value("0.1")),
        arguments("String", "True", value("True")),
        arguments("String", "", value("")),
        arguments("String", " a ", value(" a ")),
        arguments("Integer", "7", value(7)),
        arguments("Integer", "+7", value(7)),
        arguments("Integer", "-007", value(-7)),
        arguments("Integer", "-0", value(0)),
        arguments("Integer", "9007199254740993", value(9007199254740993L)),
        arguments("Float", "0.10", number("0.1")),
        arguments("Float", ".5", number("0.5")),
        arguments("Float", "5.", number("5")),
        arguments("Float", "1", value(1)),
        arguments("Float", "1e-05", number("0.00001")),
        arguments("Float", "+1.5E+3", value(1500)),
        arguments("Boolean", "True", value(true)),
        arguments("Boolean", "False", value(false)),
        arguments("Boolean", "true", value(true)),
        arguments("Boolean", "FALSE", value(false)));
  }

  @ParameterizedTest
  @DisplayName("X1: refuses a text that is not of its declared type, saying what it takes")
  @CsvSource({
    "Integer, 1.0, an Integer",
    "Integer, 1e3, an Integer",
    "Integer, ' 1', an Integer",
    "Integer, '', an Integer",
    "Integer, ١, an Integer",
    "Integer, one, an Integer",
    "Float, NaN, a Float",
    "Float, inf, a Float",
    "Float, 0x1p3, a Float",
    "Float, 1f, a Float",
    "Float, ., a Float",
    "Float, 1e99999, a Float",
    "Float, 1e, a Float",
    "Boolean, 1, 'a Boolean, true or false'",
    "Boolean, yes, 'a Boolean, true or false'",
    "Boolean, '', 'a Boolean, true or false'"
  })
  void refuses_a_text_that_is_not_of_its_type(String type, String text, String expected) {
    assertThat(refusals(document(list(parameter("P", type, null))), Map.of("P", text)))
        .containsExactly("parameter P takes %s, but \"%s\" is none".formatted(expected, text));
  }

  @Test
  @DisplayName("SPEC 4: has a number within the limits of numbers")
  void has_a_number_within_the_limits() {
    ObjectValue document = document(list(parameter("P", "Float", null)));
    String digits = "1".repeat(NumberValue.MAX_DIGITS);
    assertThat(started(document, Map.of("P", digits))).containsEntry("P", number(digits));
    assertThat(refusals(document, Map.of("P", digits + "1"))).hasSize(1);
    assertThat(started(document, Map.of("P", "1e9999"))).containsEntry("P", number("1e9999"));
    assertThat(refusals(document, Map.of("P", "10e9999"))).hasSize(1);
  }

  @ParameterizedTest
  @DisplayName("X1: has a default in its own JSON kind, or a text of it (R14)")
  @MethodSource
  void has_a_default(String type, AttributeValue given, AttributeValue expected) {
    assertThat(started(parameter("P", type, given), Map.of())).isEqualTo(Map.of("P", expected));
  }

  static Stream<Arguments> has_a_default() {
    return Stream.of(
        arguments("String", value("1"), value("1")),
        arguments("Integer", value(1), value(1)),
        arguments("Integer", number("1.0"), value(1)),
        arguments("Integer", number("1e3"), value(1000)),
        arguments("Integer", value("1"), value(1)),
        arguments("Float", value(1), value(1)),
        arguments("Float", number("0.5"), number("0.5")),
        arguments("Float", value("0.5"), number("0.5")),
        arguments("Boolean", value(true), value(true)),
        arguments("Boolean", value("False"), value(false)));
  }

  @ParameterizedTest
  @DisplayName("X1: has no default of another JSON kind")
  @MethodSource
  void has_no_default_of_another_kind(String type, AttributeValue given) {
    assertThat(Definitions.faultsOf(document(list(parameter("P", type, given)))))
        .extracting(Problem::code)
        .containsExactly(Problem.Code.BAD_PARAMETER);
  }

  static Stream<Arguments> has_no_default_of_another_kind() {
    return Stream.of(
        arguments("String", value(1)),
        arguments("String", value(true)),
        arguments("String", object("Get", "Execution.PipelineName")),
        arguments("Integer", number("1.5")),
        arguments("Integer", value(true)),
        arguments("Float", value(true)),
        arguments("Float", list(1)),
        arguments("Boolean", value(1)),
        arguments("Boolean", value("yes")));
  }

  @Test
  @DisplayName("X1: is a String where no Type is given")
  void is_a_string_where_no_type_is_given() {
    assertThat(started(object("Name", "P"), Map.of("P", "1"))).containsEntry("P", value("1"));
  }

  @Test
  @DisplayName("X1: takes no value but one of its EnumValues, whatever its type")
  void takes_no_value_but_one_of_its_enum_values() {
    ObjectValue text = parameter("P", "String", "b").with("EnumValues", list("a", "b"));
    assertThat(started(text, Map.of())).containsEntry("P", value("b"));
    assertThat(started(text, Map.of("P", "a"))).containsEntry("P", value("a"));
    assertThat(refusals(document(list(text)), Map.of("P", "A")))
        .containsExactly("parameter P takes one of [a, b], not \"A\"");
    ObjectValue number = parameter("P", "Integer", 1).with("EnumValues", list("1", "20"));
    assertThat(started(number, Map.of("P", "+20"))).containsEntry("P", value(20));
    assertThat(refusals(document(list(number)), Map.of("P", "2"))).hasSize(1);
  }

  @Test
  @DisplayName("X1: that is unknown, missing or wrong is refused at once with the others")
  void all_that_is_wrong_is_told_at_once() {
    ObjectValue document =
        document(
            list(
                parameter("Given", "String", null),
                parameter("Missing", "String", null),
                parameter("Wrong", "Integer", 1),
                parameter("Left", "Integer", 2)));
    assertThat(refusals(document, Map.of("Given", "x", "given", "y", "Wrong", "z")))
        .containsExactly(
            "the pipeline has no parameter given; it has Given, Left, Missing, Wrong",
            "parameter Missing has no default: give a value",
            "parameter Wrong takes an Integer, but \"z\" is none");
    assertThat(refusals(document(), Map.of("P", "x")))
        .containsExactly("the pipeline has no parameter P; it has none");
  }

  private static Map<String, AttributeValue> started(
      ObjectValue parameterOrDocument, Map<String, String> given) {
    ObjectValue document =
        parameterOrDocument.member("Steps").isPresent()
            ? parameterOrDocument
            : document(list(parameterOrDocument));
    return Definitions.read(document).parameterValues(given).get();
  }

  private static List<String> refusals(ObjectValue document, Map<String, String> given) {
    return Definitions.read(document).parameterValues(given).getError().asJava();
  }
}

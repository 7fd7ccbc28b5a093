package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.number;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.attribute.Values.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import io.vavr.control.Either;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("X3: The output parameters of a Lambda or a Callback")
class OutputParametersTest {

  private static final NumberValue HALF = number("0.5");

  private static Step declaring(Object... declared) {
    return new Step(
        new StepName("tell"),
        StepType.LAMBDA,
        object("OutputParameters", list(declared)),
        new CacheConfig.Disabled());
  }

  private static ObjectValue declared(String name, String type) {
    return object("OutputName", name, "OutputType", type);
  }

  @ParameterizedTest
  @DisplayName("are of the types they are declared to be of, or become so")
  @MethodSource
  void are_of_their_types(String type, Object given, Object expected) {
    Either<String, ObjectValue> outputs =
        OutputParameters.of(declaring(declared("out", type)), object("out", given, "more", 1));

    assertThat(outputs.get()).isEqualTo(object("out", expected, "more", 1));
  }

  static Stream<Arguments> are_of_their_types() {
    return Stream.of(
        arguments("String", "200", "200"),
        arguments("String", 200, "200"),
        arguments("String", true, "true"),
        arguments("Integer", 7, 7),
        arguments("Integer", "-7", -7),
        arguments("Float", "0.5", HALF),
        arguments("Float", 3, 3),
        arguments("Boolean", "True", true),
        arguments("Boolean", false, false));
  }

  @ParameterizedTest
  @DisplayName("fail the step that gives them in another type")
  @MethodSource
  void fail_the_step_in_another_type(String type, Object given) {
    assertThat(
            OutputParameters.of(declaring(declared("out", type)), object("out", given)).getLeft())
        .contains("\"out\"", type);
  }

  static Stream<Arguments> fail_the_step_in_another_type() {
    return Stream.of(
        arguments("String", list(1)),
        arguments("Integer", "seven"),
        arguments("Integer", HALF),
        arguments("Float", true),
        arguments("Boolean", 1),
        arguments("Complex", "1"));
  }

  @Test
  @DisplayName("may be given as the API's list of names and values")
  void may_be_given_as_a_list() {
    assertThat(
            OutputParameters.of(
                    declaring(declared("out", "Integer")),
                    list(object("Name", "out", "Value", "7"), object("Name", "b", "Value", "x")))
                .get())
        .isEqualTo(object("out", 7, "b", "x"));
    assertThat(OutputParameters.of(declaring(), list(object("Name", "out"))).getLeft())
        .contains("\"Value\"");
    assertThat(OutputParameters.of(declaring(), value("out")).getLeft()).contains("neither");
  }

  @Test
  @DisplayName("fail the step that declares them and does not give them, by name")
  void fail_the_step_that_does_not_give_them() {
    assertThat(
            OutputParameters.of(
                    declaring(declared("given", "String"), declared("missing", "String")),
                    object("given", "x"))
                .getLeft())
        .isEqualTo("it gave no output parameter \"missing\", which it declares");
  }
}

package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.attribute.Values.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("X1: A path into a described job")
class PropertyPathTest {
  private static final ObjectValue JOB =
      object(
          "ModelArtifacts", object("S3ModelArtifacts", "s3://b/model.tar.gz"),
          "ProcessingOutputConfig",
              object(
                  "Outputs",
                  list(
                      object("OutputName", "test", "S3Output", object("S3Uri", "s3://b/test")),
                      object("OutputName", "train.1", "S3Output", object("S3Uri", "s3://b/t")))),
          "FinalMetricDataList", list(object("MetricName", "val:acc", "Value", 7)),
          "Environment", object("MODEL.NAME", "m", "it's", "quoted"),
          "TrainingJobSummaries",
              list(object("TrainingJobName", "first"), object("TrainingJobName", "second")),
          "Nested", list(list(1, 2), list(3)),
          "OutputParameters", object("out", "x"));

  @ParameterizedTest
  @DisplayName("leads to members, items by name or position, and map values")
  @MethodSource
  void leads_to(String path, Object expected) {
    assertThat(PropertyPath.parse(path).get().in(JOB)).contains(value(expected));
  }

  static Stream<Arguments> leads_to() {
    return Stream.of(
        arguments("ModelArtifacts.S3ModelArtifacts", "s3://b/model.tar.gz"),
        arguments("ProcessingOutputConfig.Outputs['test'].S3Output.S3Uri", "s3://b/test"),
        arguments("ProcessingOutputConfig.Outputs['train.1'].S3Output.S3Uri", "s3://b/t"),
        arguments("ProcessingOutputConfig.Outputs[\"train.1\"].S3Output.S3Uri", "s3://b/t"),
        arguments("ProcessingOutputConfig.Outputs[1].S3Output.S3Uri", "s3://b/t"),
        arguments("FinalMetricDataList['val:acc'].Value", 7),
        arguments("Environment['MODEL.NAME']", "m"),
        arguments("Environment['it's']", "quoted"),
        arguments("['OutputParameters']['out']", "x"),
        arguments("OutputParameters['out']", "x"),
        arguments("TrainingJobSummaries[1].TrainingJobName", "second"),
        arguments("Nested[0][1]", 2),
        arguments("", JOB));
  }

  @ParameterizedTest
  @DisplayName("leads nowhere where nothing is")
  @ValueSource(
      strings = {
        "Gone",
        "modelArtifacts",
        "ModelArtifacts.Gone",
        "ModelArtifacts.S3ModelArtifacts.Deeper",
        "ModelArtifacts[0]",
        "ProcessingOutputConfig.Outputs['gone']",
        "ProcessingOutputConfig.Outputs[2]",
        "TrainingJobSummaries[999999999]",
        "Environment['MODEL']"
      })
  void leads_nowhere_where_nothing_is(String path) {
    assertThat(PropertyPath.parse(path).get().in(JOB)).isEmpty();
  }

  @Test
  @DisplayName("leads to the value of an output parameter, object or list that they are")
  void leads_to_the_value_of_an_output_parameter() {
    AttributeValue listed =
        object("OutputParameters", list(object("Name", "in", "Value", 1), pair("out", "x")));
    assertThat(PropertyPath.parse("OutputParameters['out']").get().in(listed)).contains(value("x"));
    assertThat(PropertyPath.parse("OutputParameters[0]").get().in(listed)).contains(value(1));
    assertThat(PropertyPath.parse("['OutputParameters']['gone']").get().in(listed)).isEmpty();
    assertThat(PropertyPath.parse("['out']").get().in(list(pair("out", "x"))))
        .contains(pair("out", "x"));
  }

  private static ObjectValue pair(String name, String value) {
    return object("Name", name, "Value", value);
  }

  @Test
  @DisplayName("takes the first item of a name")
  void takes_the_first_item_of_a_name() {
    AttributeValue items = list(object("Name", "a", "V", 1), object("Name", "a", "V", 2));
    assertThat(PropertyPath.parse("['a'].V").get().in(items)).contains(value(1));
  }

  @ParameterizedTest
  @DisplayName("is refused with the position where it goes wrong")
  @CsvSource(
      delimiter = '|',
      value = {
        "a..b | expected a name at position 2",
        ".a | expected a name at position 0",
        "a. | expected a name at position 2",
        "a.[0] | expected a name at position 2",
        "a[ | expected ['key'] or [n] at position 1",
        "a[] | expected ['key'] or [n] at position 1",
        "a[0 | expected ['key'] or [n] at position 1",
        "a[x] | expected ['key'] or [n] at position 1",
        "a[-1] | expected ['key'] or [n] at position 1",
        "a[1.0] | expected ['key'] or [n] at position 1",
        "a[1234567890] | expected ['key'] or [n] at position 1",
        "a['x] | expected ['key'] or [n] at position 1",
        "a['x\"] | expected ['key'] or [n] at position 1",
        "a['] | expected ['key'] or [n] at position 1",
        "a[0]b | expected . or [ at position 4"
      })
  void is_refused_with_the_position(String path, String expected) {
    assertThat(PropertyPath.parse(path).getLeft()).startsWith(expected).contains(path);
  }
}

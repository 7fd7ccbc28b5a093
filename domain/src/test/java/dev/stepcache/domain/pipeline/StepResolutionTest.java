package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.number;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.attribute.Values.value;
import static dev.stepcache.domain.pipeline.Definitions.get;
import static dev.stepcache.domain.pipeline.Definitions.join;
import static dev.stepcache.domain.pipeline.Definitions.jsonGet;
import static dev.stepcache.domain.pipeline.Definitions.name;
import static dev.stepcache.domain.pipeline.Definitions.parameter;
import static dev.stepcache.domain.pipeline.Definitions.processing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.ExecutionFacts.StepResult;
import dev.stepcache.domain.pipeline.StepResolution.Impossible;
import dev.stepcache.domain.pipeline.StepResolution.Resolved;
import dev.stepcache.domain.pipeline.StepResolution.Waiting;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.CacheConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A step is resolved")
class StepResolutionTest {
  /** What step Known came to: the job as described. */
  private static final ObjectValue JOB =
      object(
          "ModelName",
          "model-1",
          "InstanceCount",
          2,
          "Verbose",
          true,
          "Nothing",
          list(value(null)),
          "OutputParameters",
          object("out", "x"),
          "ProcessingInputs",
          list(object("InputName", "code", "S3Input", object("S3Uri", "s3://b/code"))),
          "ProcessingOutputConfig",
          object(
              "Outputs",
              list(
                  object("OutputName", "train", "S3Output", object("S3Uri", "s3://b/train/")),
                  object("OutputName", "report", "S3Output", object("S3Uri", "s3://b/report")))));

  private static final ObjectValue REPORT =
      object("metrics", object("mse", object("value", number("4.50"))), "Result", list("a", "b"));

  private static final KnownFacts FACTS =
      new KnownFacts(
          RunKind.REAL,
          Map.of(
              "Text", value("0.10"),
              "Integer", value(30),
              "Float", number("0.10"),
              "Truth", value(true)),
          Map.of(
              name("Known"), new StepResult.Known(JOB),
              name("Untaken"), new StepResult.Untaken()),
          Map.of(
              "s3://b/report/evaluation.json", REPORT,
              "s3://b/train/deep/file.json", value("whole"),
              "s3://b/30.json", REPORT));

  @ParameterizedTest
  @DisplayName("X1: with each expression replaced by its value (R14)")
  @MethodSource
  void with_each_expression_replaced(AttributeValue expression, AttributeValue expected) {
    assertThat(resolved(expression)).isEqualTo(expected);
  }

  static Stream<Arguments> with_each_expression_replaced() {
    return Stream.of(
        arguments(get("Parameters.Text"), value("0.10")),
        arguments(get("Parameters.Integer"), value(30)),
        arguments(get("Parameters.Float"), number("0.1")),
        arguments(get("Parameters.Truth"), value(true)),
        arguments(get("Execution.PipelineName"), value("the PipelineName")),
        arguments(get("Execution.StartDateTime"), value("the StartDateTime")),
        arguments(get("Execution.TrainingJobName"), value("the TrainingJobName")),
        arguments(get("Steps.Known.ModelName"), value("model-1")),
        arguments(get("Steps.Known.InstanceCount"), value(2)),
        arguments(get("Steps.Known.Verbose"), value(true)),
        arguments(get("Steps.Known.OutputParameters['out']"), value("x")),
        arguments(
            get("Steps.Known.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri"),
            value("s3://b/train/")),
        arguments(
            get("Steps.Known.ProcessingInputs['code'].S3Input"), object("S3Uri", "s3://b/code")),
        arguments(get("Steps.Known"), JOB),
        arguments(join("/", "s3:/", "b", get("Parameters.Integer")), value("s3://b/30")),
        arguments(join("", get("Steps.Known.InstanceCount")), value("2")),
        arguments(join(", "), value("")),
        arguments(object("Std:Join", object("Values", list("a", "b"))), value("ab")),
        arguments(object("Join", object("On", "-", "Values", list("a", "b"))), value("a-b")),
        arguments(
            join("-", join("+", "a", get("Parameters.Text")), get("Execution.PipelineName")),
            value("a+0.10-the PipelineName")));
  }

  @Test
  @DisplayName("X1: with numbers in a join as a key document writes them, and Booleans as words")
  void with_numbers_in_a_join_written_canonically() {
    assertThat(
            resolved(
                join(
                    " ",
                    get("Parameters.Float"),
                    number("1.0"),
                    number("1E2"),
                    number("1e21"),
                    number("0.0000001"),
                    number("-0.0"),
                    9007199254740993L,
                    get("Parameters.Truth"),
                    false)))
        .isEqualTo(value("0.1 1 100 1e+21 1e-7 0 9007199254740993 true false"));
  }

  @Test
  @DisplayName("X1: wherever an expression stands, and without a change to plain data")
  void wherever_an_expression_stands() {
    ObjectValue content =
        processing("S", "A", list(object("B", get("Parameters.Integer")), get("Parameters.Text")))
            .with("SuppliedBaselineConstraints", get("Steps.Known.ModelName"))
            .with("Plain", object("Get", "Parameters.Text", "Other", "member"))
            .with("Near", object("Got", "Parameters.Text"));
    assertThat(resolve(content))
        .isInstanceOfSatisfying(
            Resolved.class,
            found ->
                assertThat(found.step().content())
                    .isEqualTo(
                        processing("S", "A", list(object("B", 30), "0.10"))
                            .with("SuppliedBaselineConstraints", value("model-1"))
                            .with("Plain", object("Get", "Parameters.Text", "Other", "member"))
                            .with("Near", object("Got", "Parameters.Text"))));
  }

  @Test
  @DisplayName("R1: with its name, type and CacheConfig as defined")
  void with_its_name_type_and_cache_config() {
    assertThat(resolve(Definitions.cached(processing("S"), "30d")))
        .isInstanceOfSatisfying(
            Resolved.class,
            found -> {
              assertThat(found.step().name()).isEqualTo(name("S"));
              assertThat(found.step().type().name()).isEqualTo("Processing");
              assertThat(found.step().cacheConfig()).isInstanceOf(CacheConfig.Enabled.class);
            });
  }

  @Nested
  @DisplayName("from property files")
  class FromPropertyFiles {

    @Test
    @DisplayName("X1: below the outputs of the job, in all three forms")
    void below_the_outputs_of_the_job() {
      String path = "metrics.mse.value";
      assertThat(resolved(jsonGet("Known", "Evaluation", path))).isEqualTo(number("4.5"));
      assertThat(
              resolved(
                  object(
                      "Std:JsonGet",
                      object("Step", "Known", "PropertyFile", "Evaluation", "Path", path))))
          .isEqualTo(number("4.5"));
      assertThat(
              resolved(
                  object(
                      "Std:JsonGet",
                      object(
                          "S3Uri",
                          join("", "s3://b/", get("Parameters.Integer"), ".json"),
                          "Path",
                          path))))
          .isEqualTo(number("4.5"));
    }

    @Test
    @DisplayName("X1: by positions, by names, or whole")
    void by_positions_by_names_or_whole() {
      assertThat(resolved(jsonGet("Known", "Evaluation", "Result[1]"))).isEqualTo(value("b"));
      assertThat(resolved(jsonGet("Known", "Evaluation", "['metrics']['mse'].value")))
          .isEqualTo(number("4.5"));
      assertThat(resolved(jsonGet("Known", "Deep", ""))).isEqualTo(value("whole"));
    }

    @Test
    @DisplayName("R10: that today's definition has, though the run that is reused knew none")
    void that_the_run_did_not_know() {
      assertThat(JOB.member("PropertyFiles")).isEmpty();
      assertThat(resolved(jsonGet("Known", "Evaluation", "Result[0]"))).isEqualTo(value("a"));
    }

    @ParameterizedTest
    @DisplayName("X1: never, where there is nothing to find, and with the reason")
    @MethodSource("dev.stepcache.domain.pipeline.StepResolutionTest#nothingToFind")
    void never_where_there_is_nothing(AttributeValue expression, String reason) {
      assertThat(resolve(expression, FACTS)).isEqualTo(new Impossible("step S: " + reason));
    }
  }

  static Stream<Arguments> nothingToFind() {
    return Stream.of(
        arguments(
            jsonGet("Known", "Evaluation", "metrics.mae"),
            "there is no metrics.mae in s3://b/report/evaluation.json"),
        arguments(
            jsonGet("Known", "Unheard", "a"),
            "step Known has no property file Unheard below one of its outputs"),
        arguments(
            jsonGet("Known", "Astray", "a"),
            "step Known has no property file Astray below one of its outputs"),
        arguments(
            jsonGet("Known", "Unwritten", "a"),
            "it reads s3://b/train/unwritten.json: there is no such object"),
        arguments(
            object("Std:JsonGet", object("S3Uri", "s3://b/gone.json", "Path", "a")),
            "it reads s3://b/gone.json: there is no such object"));
  }

  @ParameterizedTest
  @DisplayName("X1: never, where a value is not there, and with the reason")
  @ValueSource(strings = {"ModelArtifacts", "OutputParameters['in']", "ModelName.x", "Nothing[1]"})
  void never_where_a_value_is_not_there(String path) {
    assertThat(resolve(processing("S", "E", get("Steps.Known." + path))))
        .isEqualTo(
            new Impossible(
                "step S: it reads %s of step Known, whose result has no such value"
                    .formatted(path)));
  }

  @Test
  @DisplayName("X1: never, when it reads from a branch that is not taken")
  void never_when_it_reads_from_an_untaken_step() {
    for (AttributeValue reading :
        List.of(get("Steps.Untaken.x"), join("", get("Steps.Untaken.x")))) {
      assertThat(resolve(processing("S", "E", reading)))
          .isEqualTo(
              new Impossible(
                  "step S: it reads from step Untaken, which stands in a branch that is not"
                      + " taken"));
    }
  }

  @Test
  @DisplayName("X1: never, where a join is of lists, objects or nulls")
  void never_where_a_join_is_of_no_texts() {
    Impossible impossible =
        new Impossible("step S: Std:Join takes nothing but texts, numbers and Booleans");
    assertThat(resolve(processing("S", "E", join("", list())))).isEqualTo(impossible);
    assertThat(resolve(processing("S", "E", join("", get("Steps.Known"))))).isEqualTo(impossible);
    assertThat(resolve(processing("S", "E", join("", "a", null)))).isInstanceOf(Impossible.class);
    assertThat(resolve(processing("S", "E", join("", get("Steps.Known.Nothing[0]")))))
        .isInstanceOf(Impossible.class);
  }

  @Test
  @DisplayName("X1: never, where the S3Uri of a file is no text")
  void never_where_the_uri_of_a_file_is_no_text() {
    ObjectValue reading =
        object("Std:JsonGet", object("S3Uri", get("Parameters.Integer"), "Path", "a"));
    assertThat(resolve(processing("S", "E", reading)))
        .isEqualTo(new Impossible("step S: the S3Uri of a Std:JsonGet is no text"));
  }

  @Test
  @DisplayName("X1: once all that it reads from has a result, whatever the expressions")
  void once_all_that_it_reads_from_has_a_result() {
    ObjectValue step =
        processing(
            "S",
            "A",
            join("", get("Steps.Pending1.x"), "b"),
            "B",
            jsonGet("Pending2", "file", "a"),
            "C",
            object("Std:JsonGet", object("S3Uri", get("Steps.Pending1.y"), "Path", "a")),
            "D",
            get("Steps.Known.ModelName"));
    PipelineDefinition definition =
        Definitions.of(processing("Pending1"), processing("Pending2"), known(), step);
    assertThat(StepResolution.of(definition.step(name("S")).orElseThrow(), definition, FACTS))
        .isEqualTo(
            new Waiting(
                new TreeSet<>(List.of(name("Pending1"), name("Pending2"))),
                processing("S", "D", "model-1")));
  }

  @Test
  @DisplayName("X3: in a simulation, from what the arguments give, else from a made-up text")
  void in_a_simulation_from_made_up_texts() {
    KnownFacts simulated =
        new KnownFacts(
                Map.of(
                    name("Known"),
                    new StepResult.Known(JOB.with("SimulatedByExecution", value("e1")))))
            .simulated();
    assertThat(resolved(get("Steps.Known.ModelName"), simulated)).isEqualTo(value("model-1"));
    assertThat(resolved(get("Steps.Known.ModelArtifacts.S3ModelArtifacts"), simulated))
        .isEqualTo(value("simulated-e1-Known-ModelArtifacts.S3ModelArtifacts"));
    assertThat(resolved(jsonGet("Known", "Evaluation", "metrics.mse"), simulated))
        .isEqualTo(value(0));
    assertThat(
            resolved(
                object("Std:JsonGet", object("S3Uri", "s3://b/gone.json", "Path", "a")), simulated))
        .isEqualTo(value(0));
  }

  private static AttributeValue resolved(AttributeValue expression) {
    return resolved(expression, FACTS);
  }

  private static AttributeValue resolved(AttributeValue expression, ExecutionFacts facts) {
    StepResolution resolution = resolve(expression, facts);
    assertThat(resolution).isInstanceOf(Resolved.class);
    return ((Resolved) resolution)
        .step()
        .arguments()
        .objectMember("Environment")
        .flatMap(environment -> environment.member("E"))
        .orElseThrow();
  }

  private static StepResolution resolve(AttributeValue expression, ExecutionFacts facts) {
    return resolve(processing("S", "E", expression), facts);
  }

  private static StepResolution resolve(ObjectValue step) {
    return resolve(step, FACTS);
  }

  private static StepResolution resolve(ObjectValue step, ExecutionFacts facts) {
    PipelineDefinition definition =
        Definitions.read(
            Definitions.document(
                list(
                    parameter("Text", "String", null),
                    parameter("Integer", "Integer", null),
                    parameter("Float", "Float", null),
                    parameter("Truth", "Boolean", null)),
                known(),
                processing("Untaken"),
                step));
    return StepResolution.of(definition.step(name("S")).orElseThrow(), definition, facts);
  }

  private static ObjectValue known() {
    return processing("Known")
        .with(
            "PropertyFiles",
            list(
                file("Evaluation", "report", "evaluation.json"),
                file("Deep", "train", "deep/file.json"),
                file("Unwritten", "train", "unwritten.json"),
                file("Astray", "gone", "a.json")));
  }

  private static ObjectValue file(String name, String output, String path) {
    return object("PropertyFileName", name, "OutputName", output, "FilePath", path);
  }
}

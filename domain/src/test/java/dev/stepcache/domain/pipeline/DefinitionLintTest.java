package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.attribute.Values.value;
import static dev.stepcache.domain.pipeline.Definitions.cached;
import static dev.stepcache.domain.pipeline.Definitions.condition;
import static dev.stepcache.domain.pipeline.Definitions.document;
import static dev.stepcache.domain.pipeline.Definitions.get;
import static dev.stepcache.domain.pipeline.Definitions.join;
import static dev.stepcache.domain.pipeline.Definitions.jsonGet;
import static dev.stepcache.domain.pipeline.Definitions.processing;
import static dev.stepcache.domain.pipeline.Definitions.step;
import static dev.stepcache.domain.pipeline.Problem.Code.CACHE_CONFIG_WITHOUT_EFFECT;
import static dev.stepcache.domain.pipeline.Problem.Code.MONTHS_OR_MINUTES;
import static dev.stepcache.domain.pipeline.Problem.Code.RETRY_POLICY_WITHOUT_EFFECT;
import static dev.stepcache.domain.pipeline.Problem.Code.UNKNOWN_STEP_TYPE;
import static dev.stepcache.domain.pipeline.Problem.Code.UNKNOWN_VERSION;
import static dev.stepcache.domain.pipeline.Problem.Code.VOLATILE_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.Problem.Severity;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.StepType;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A check warns of")
class DefinitionLintTest {
  private static final String IN_E = "/Arguments/Environment/E";

  @Test
  @DisplayName("nothing in a definition that is as it should be")
  void nothing_where_all_is_well() {
    assertThat(
            warnings(
                cached(processing("A", "E", get("Execution.PipelineName")), "30d"),
                cached(processing("B", "E", get("Steps.A.ProcessingOutputConfig.x")), "T30M"),
                step("L", "Lambda"),
                step("C", "Condition"),
                processing("Off", "E", get("Execution.StartDateTime"))))
        .isEmpty();
  }

  @Test
  @DisplayName("a Version that it does not know, and of none that is missing")
  void an_unknown_version() {
    ObjectValue document = document(processing("A"));
    assertThat(warningsOf(document.with("Version", value("2024-01-01"))))
        .extracting(Problem::severity, Problem::code, warning -> warning.path().pointer())
        .containsExactly(tuple(Severity.WARNING, UNKNOWN_VERSION, "/Version"));
    assertThat(warningsOf(document.without("Version"))).isEmpty();
  }

  @Test
  @DisplayName("X2: RetryPolicies of a step that SageMaker does not retry")
  void retry_policies_without_effect() {
    ObjectValue policies = object("ExceptionType", list("Step.SERVICE_FAULT"), "MaxAttempts", 3);
    assertThat(
            warnings(
                step("L", "Lambda").with("RetryPolicies", list(policies)),
                step("M", "RegisterModel").with("RetryPolicies", list(policies))))
        .extracting(Problem::code, warning -> warning.path().pointer())
        .containsExactly(tuple(RETRY_POLICY_WITHOUT_EFFECT, "/Steps/0/RetryPolicies"));
  }

  @Test
  @DisplayName("a step type that it does not know")
  void an_unknown_step_type() {
    assertThat(warnings(step("A", "processing")))
        .extracting(Problem::code, warning -> warning.path().pointer(), Problem::message)
        .containsExactly(
            tuple(UNKNOWN_STEP_TYPE, "/Steps/0/Type", "step A has the unknown type processing"));
  }

  @ParameterizedTest
  @DisplayName("no step type that SageMaker has")
  @ValueSource(
      strings = {
        "Model",
        "RegisterModel",
        "Condition",
        "Callback",
        "Lambda",
        "Fail",
        "EMRServerless",
        "EndpointConfig",
        "Endpoint",
        "InferenceComponent",
        "BedrockCustomModel",
        "Lineage",
        "BedrockCustomModelDeployment",
        "BedrockModelImport",
        "BedrockProvisionedModelThroughput",
        "Processing",
        "Training",
        "Tuning",
        "AutoML",
        "Transform",
        "ClarifyCheck",
        "QualityCheck",
        "EMR"
      })
  void no_step_type_that_sagemaker_has(String type) {
    assertThat(warnings(step("A", type))).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("R9: a CacheConfig where there is no caching, on or off")
  @ValueSource(strings = {"Model", "Lambda", "Callback", "EMRServerless", "Condition"})
  void a_cache_config_without_effect(String type) {
    assertThat(
            warnings(
                cached(step("A", type), "30d"),
                step("B", type).with("CacheConfig", object("Enabled", false)),
                step("C", type)))
        .extracting(Problem::code, warning -> warning.path().pointer())
        .containsExactly(
            tuple(CACHE_CONFIG_WITHOUT_EFFECT, "/Steps/0/CacheConfig"),
            tuple(CACHE_CONFIG_WITHOUT_EFFECT, "/Steps/1/CacheConfig"));
  }

  @Test
  @DisplayName("R9: no CacheConfig of a type that an embedder registered")
  void no_cache_config_of_a_registered_type() {
    CacheableTypes more =
        CacheableTypes.sageMaker().with(StepType.LAMBDA, AttributeSet.of("Arguments"));
    assertThat(
            DefinitionLint.of(
                Definitions.of(
                    cached(step("A", "Lambda"), "30d"),
                    cached(step("B", "Lambda", "x", get("Execution.StartDateTime")), "30d")),
                more))
        .extracting(Problem::code)
        .containsExactly(VOLATILE_KEY);
  }

  @ParameterizedTest
  @DisplayName("SPEC 5: months alone, which may be minutes")
  @CsvSource({
    "P30M, 'P30M is 30 months; did you mean PT30M, 30 minutes?'",
    "5m, 'P5M is 5 months; did you mean PT5M, 5 minutes?'"
  })
  void months_that_may_be_minutes(String expireAfter, String message) {
    assertThat(warnings(cached(processing("A"), expireAfter)))
        .extracting(Problem::code, warning -> warning.path().pointer(), Problem::message)
        .containsExactly(
            tuple(MONTHS_OR_MINUTES, "/Steps/0/CacheConfig/ExpireAfter", "step A: " + message));
  }

  @ParameterizedTest
  @DisplayName("SPEC 5: no months that stand with other units, and no minutes")
  @ValueSource(strings = {"1y6m", "1m15d", "T30m", "1mT5m", "30d"})
  void no_months_that_are_meant(String expireAfter) {
    assertThat(warnings(cached(processing("A"), expireAfter))).isEmpty();
  }

  @Nested
  @DisplayName("a key that differs in every run")
  class AVolatileKey {

    @ParameterizedTest
    @DisplayName("by an execution variable")
    @ValueSource(
        strings = {
          "StartDateTime",
          "CurrentDateTime",
          "PipelineExecutionId",
          "PipelineExecutionArn",
          "TrainingJobName",
          "ProcessingJobName"
        })
    void by_an_execution_variable(String variable) {
      ObjectValue direct = cached(processing("A", "E", get("Execution." + variable)), "30d");
      ObjectValue joined =
          cached(processing("B", "E", join("/", "x", get("Execution." + variable))), "30d");
      assertThat(warnings(direct, joined))
          .extracting(Problem::code, warning -> warning.path().pointer(), Problem::message)
          .containsExactly(
              tuple(
                  VOLATILE_KEY,
                  "/Steps/0" + IN_E,
                  "step A can never be a hit: its key holds Execution.%s, which differs in every run"
                      .formatted(variable)),
              tuple(
                  VOLATILE_KEY,
                  "/Steps/1" + IN_E,
                  "step B can never be a hit: its key holds Execution.%s, which differs in every run"
                      .formatted(variable)));
    }

    @Test
    @DisplayName("only by attributes that count, of steps whose caching is on")
    void only_by_what_counts() {
      AttributeValue now = get("Execution.StartDateTime");
      assertThat(
              warnings(
                  cached(step("A", "Processing", "RoleArn", now), "30d"),
                  cached(step("B", "Training", "OutputDataConfig", object("S3", now)), "30d"),
                  processing("C", "E", now),
                  cached(processing("D", "E", get("Execution.PipelineArn")), "30d")))
          .isEmpty();
    }

    @Test
    @DisplayName("by each value on its own, in the order of their places")
    void by_each_value_on_its_own() {
      ObjectValue step =
          cached(
              processing(
                  "A",
                  "F",
                  list(1, get("Execution.StartDateTime")),
                  "E",
                  get("Execution.PipelineExecutionId")),
              "30d");
      assertThat(warnings(step))
          .extracting(warning -> warning.path().pointer())
          .containsExactly("/Steps/0" + IN_E, "/Steps/0/Arguments/Environment/F/1");
    }

    @Test
    @DisplayName("by a result of a step that runs every time, and by that of whoever reads it")
    void by_a_result_of_a_step_that_runs_every_time() {
      assertThat(
              warnings(
                  step("L", "Lambda"),
                  reader("A", "Steps.L.OutputParameters['x']"),
                  reader("B", "Steps.A.ProcessingJobName"),
                  cached(
                      processing("C", "E", join("", "s3://", get("Steps.B.ProcessingJobName"))),
                      "30d")))
          .extracting(warning -> warning.path().pointer(), Problem::message)
          .containsExactly(
              tuple(
                  "/Steps/1" + IN_E,
                  never("A", "a value of step L, which runs every time (its type has no caching)")),
              tuple("/Steps/2" + IN_E, never("B", "a value of step A, which runs every time")),
              tuple("/Steps/3" + IN_E, never("C", "a value of step B, which runs every time")));
    }

    @Test
    @DisplayName("by a result of a step whose caching is off")
    void by_a_result_of_a_step_whose_caching_is_off() {
      assertThat(warnings(processing("Off"), reader("A", "Steps.Off.ProcessingJobName")))
          .extracting(Problem::message)
          .containsExactly(
              never("A", "a value of step Off, which runs every time (its caching is off)"));
    }

    @Test
    @DisplayName("by a file that a step which runs every time wrote")
    void by_a_file_of_a_step_that_runs_every_time() {
      assertThat(
              warnings(
                  processing("Off"),
                  cached(processing("A", "E", jsonGet("Off", "file", "x")), "30d"),
                  cached(
                      processing(
                          "B",
                          "E",
                          object(
                              "Std:JsonGet",
                              object(
                                  "S3Uri",
                                  join("", "s3://", get("Execution.PipelineExecutionId")),
                                  "Path",
                                  "x"))),
                      "30d")))
          .extracting(Problem::code, warning -> warning.path().pointer())
          .containsExactly(
              tuple(VOLATILE_KEY, "/Steps/1" + IN_E), tuple(VOLATILE_KEY, "/Steps/2" + IN_E));
    }

    @Test
    @DisplayName("not by an argument that is read back, unless that differs itself")
    void not_by_an_argument_that_is_read_back() {
      ObjectValue off =
          step(
              "Off",
              "Processing",
              "ProcessingOutputConfig",
              object(
                  "Outputs",
                  list(
                      output("fixed", value("s3://b/fixed")),
                      output("own", join("/", "s3://b", get("Execution.PipelineExecutionId"))))));
      String uri = "Steps.Off.ProcessingOutputConfig.Outputs['%s'].S3Output.S3Uri";
      assertThat(
              warnings(off, reader("A", uri.formatted("fixed")), reader("B", uri.formatted("own"))))
          .extracting(warning -> warning.path().pointer(), Problem::message)
          .containsExactly(
              tuple(
                  "/Steps/2" + IN_E,
                  never(
                      "B",
                      "a value of step Off that holds Execution.PipelineExecutionId, which differs"
                          + " in every run")));
    }

    @Test
    @DisplayName("not by a result of a step that can be a hit, its own places included")
    void not_by_a_result_of_a_step_that_can_be_a_hit() {
      ObjectValue a =
          cached(
              step(
                  "A",
                  "Processing",
                  "ProcessingOutputConfig",
                  object(
                      "Outputs",
                      list(
                          output("own", join("/", "s3:/", get("Execution.PipelineExecutionId")))))),
              "30d");
      assertThat(
              warnings(
                  a,
                  reader("B", "Steps.A.ProcessingOutputConfig.Outputs['own'].S3Output.S3Uri"),
                  reader("C", "Steps.B.ProcessingJobName")))
          .isEmpty();
    }

    @Test
    @DisplayName("not by the name of a model whose arguments are the same every time")
    void by_a_model_only_when_its_arguments_differ() {
      ObjectValue train = cached(step("Train", "Training"), "30d");
      AttributeValue artifacts = get("Steps.Train.ModelArtifacts.S3ModelArtifacts");
      assertThat(
              warnings(
                  train,
                  step("Same", "Model", "PrimaryContainer", object("ModelDataUrl", artifacts)),
                  step("Other", "Model", "Tags", list(get("Execution.StartDateTime"))),
                  step("Given", "Model", "ModelName", "m", "X", get("Execution.StartDateTime")),
                  transform("A", "Steps.Same.ModelName"),
                  transform("B", "Steps.Other.ModelName"),
                  transform("C", "Steps.Given.ModelName")))
          .extracting(warning -> warning.path().pointer(), Problem::message)
          .containsExactly(
              tuple(
                  "/Steps/5/Arguments/ModelName",
                  never(
                      "B",
                      "a value of step Other, made of Execution.StartDateTime, which differs in"
                          + " every run")));
    }

    @Test
    @DisplayName("by a step within a branch, at its place")
    void by_a_step_within_a_branch() {
      ObjectValue inner = cached(processing("A", "E", get("Execution.StartDateTime")), "30d");
      assertThat(warnings(condition("C", list(), list(inner))))
          .extracting(warning -> warning.path().pointer())
          .containsExactly("/Steps/0/Arguments/ElseSteps/0" + IN_E);
    }

    @Test
    @DisplayName("wherever the step stands that it reads from, also further down")
    void wherever_the_step_stands_that_it_reads_from() {
      assertThat(warnings(reader("A", "Steps.L.OutputParameters['x']"), step("L", "Lambda")))
          .extracting(Problem::code)
          .containsExactly(VOLATILE_KEY);
    }

    private String never(String step, String why) {
      return "step %s can never be a hit: its key holds %s".formatted(step, why);
    }

    private ObjectValue reader(String name, String reference) {
      return cached(processing(name, "E", get(reference)), "30d");
    }

    private ObjectValue transform(String name, String model) {
      return cached(step(name, "Transform", "ModelName", get(model)), "30d");
    }

    private ObjectValue output(String name, AttributeValue uri) {
      return object("OutputName", name, "S3Output", object("S3Uri", uri));
    }
  }

  private static List<Problem> warnings(ObjectValue... steps) {
    return warningsOf(document(steps));
  }

  private static List<Problem> warningsOf(ObjectValue document) {
    return DefinitionLint.of(Definitions.read(document), CacheableTypes.sageMaker());
  }
}

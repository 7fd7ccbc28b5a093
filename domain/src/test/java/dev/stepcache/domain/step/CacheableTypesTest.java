package dev.stepcache.domain.step;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheableTypesTest {
  private static final CacheableTypes TYPES = CacheableTypes.sageMaker();

  @Test
  @DisplayName("R9: eight types are cacheable")
  void eight_types_are_cacheable() {
    assertThat(TYPES.types())
        .extracting(StepType::name)
        .containsExactlyInAnyOrder(
            "Processing",
            "Training",
            "Tuning",
            "AutoML",
            "Transform",
            "ClarifyCheck",
            "QualityCheck",
            "EMR");
  }

  @ParameterizedTest
  @DisplayName("R9: no other type is, known or not")
  @ValueSource(
      strings = {
        "Model",
        "RegisterModel",
        "Condition",
        "Callback",
        "Lambda",
        "Fail",
        "EMRServerless",
        "processing",
        "Processing ",
        "Unheard"
      })
  void no_other_type_is_cacheable(String type) {
    assertThat(TYPES.contains(new StepType(type))).isFalse();
    assertThat(TYPES.attributesOf(new StepType(type))).isEmpty();
  }

  @ParameterizedTest
  @DisplayName(
      "R10: of a check, whether it fails on a violation, its job's name and tags do not count")
  @ValueSource(strings = {"ClarifyCheck", "QualityCheck"})
  void of_a_check_what_cannot_change_its_result_does_not_count(String type) {
    ObjectValue check =
        object("CheckType", "DATA", "Arguments", object("Environment", object("analysis", "x")));
    ObjectValue more =
        check
            .with("FailOnViolation", AttributeValue.bool(true))
            .with(
                "Arguments",
                object(
                    "Environment",
                    object("analysis", "x"),
                    "ProcessingJobName",
                    "job",
                    "Tags",
                    list(),
                    "ExperimentConfig",
                    object()));
    assertThat(select(new StepType(type), more)).isEqualTo(check);
  }

  @ParameterizedTest
  @DisplayName(
      "R10: of a check, what the Python SDK calls its config counts beside the arguments too")
  @ValueSource(strings = {"ClarifyCheck", "QualityCheck"})
  void of_a_check_the_names_of_the_sdk_count(String type) {
    ObjectValue check =
        object(
            "CheckJobConfig",
            object("instance_type", "ml.m5.xlarge"),
            type + "Config",
            object("a", 1),
            "Arguments",
            object("CheckJobConfig", list(), type + "Config", ""));
    assertThat(select(new StepType(type), check)).isEqualTo(check);
  }

  @Test
  @DisplayName("R10: supplied statistics count for a quality check, and a clarify check has none")
  void supplied_statistics_count_for_a_quality_check() {
    ObjectValue step = object("SuppliedBaselineStatistics", "s3://b/statistics.json");
    assertThat(select(StepType.QUALITY_CHECK, step)).isEqualTo(step);
    assertThat(select(StepType.CLARIFY_CHECK, step)).isEqualTo(object());
  }

  @Test
  @DisplayName("R10: of one training job definition five members count, of several all")
  void of_one_training_job_definition_five_members_count_and_of_several_all() {
    ObjectValue definition = object("TuningObjective", object(), "RoleArn", "r");
    ObjectValue several =
        object("Arguments", object("TrainingJobDefinitions", list(definition, definition)));
    assertThat(select(StepType.TUNING, several)).isEqualTo(several);
    assertThat(
            select(
                StepType.TUNING, object("Arguments", object("TrainingJobDefinition", definition))))
        .isEqualTo(
            object(
                "Arguments", object("TrainingJobDefinition", object("TuningObjective", object()))));
  }

  @Test
  @DisplayName("R10: an EMR step counts its own cluster's configuration where another has an id")
  void an_emr_step_counts_the_configuration_of_its_own_cluster() {
    ObjectValue own = object("Arguments", object("ClusterConfig", object("Name", "c")));
    ObjectValue other = object("Arguments", object("ClusterId", "j-1"));
    assertThat(select(StepType.EMR, own)).isEqualTo(own);
    assertThat(select(StepType.EMR, other)).isEqualTo(other);
  }

  @Test
  @DisplayName("SPEC 3: an embedder adds types of its own, and wider sets for known ones")
  void an_embedder_adds_types_of_its_own() {
    StepType featurize = new StepType("Featurize");
    AttributeSet wider =
        TYPES.attributesOf(StepType.PROCESSING).orElseThrow().and("Arguments.ProcessingResources");
    CacheableTypes types =
        TYPES
            .with(featurize, AttributeSet.of("Code.Version", "Table"))
            .with(StepType.PROCESSING, wider);

    assertThat(types.types()).hasSize(9).contains(featurize);
    assertThat(
            types
                .attributesOf(featurize)
                .orElseThrow()
                .select(
                    object(
                        "Code", object("Version", 7, "Author", "a"), "Table", "t", "Arguments", 1)))
        .isEqualTo(object("Code", object("Version", 7), "Table", "t"));
    ObjectValue resources = object("Arguments", object("ProcessingResources", object()));
    assertThat(types.attributesOf(StepType.PROCESSING).orElseThrow().select(resources))
        .isEqualTo(resources);
    assertThat(select(StepType.PROCESSING, resources)).isEqualTo(object());
    assertThat(TYPES.contains(featurize)).isFalse();
  }

  private static ObjectValue select(StepType type, ObjectValue step) {
    return TYPES.attributesOf(type).orElseThrow().select(step);
  }
}

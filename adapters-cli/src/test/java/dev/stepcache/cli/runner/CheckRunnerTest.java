package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.content.ModelPackages;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** X3: checks run their processing job, and have SageMaker's baselines and violations. */
class CheckRunnerTest {
  /** Calculates a baseline, and tells of a violation when it is unlike the one of before. */
  private static final String CHECK =
      """
      cd $STEPCACHE_OPT_ML/processing/output
      echo '{"mean": 1}' > $LEAVES; echo '{}' > statistics.json
      echo "${baseline_constraints##*/} ${baseline_statistics##*/}"
      if [ -n "$baseline_constraints" ] && ! cmp -s "$baseline_constraints" $LEAVES; then
        echo '{"violations": [{"feature_name": "age", "description": "drifted"}]}' \\
          > constraint_violations.json
      fi
      """;

  private static final String OUT = "s3://bucket/out/";

  @TempDir Path temporary;
  private Workshop at;

  @BeforeEach
  void open() throws IOException {
    at = new Workshop(temporary, "rewrite");
    at.file("code/check.sh", CHECK);
    at.put("s3://bucket/same/c.json", "{\"mean\": 1}\n");
    at.put("s3://bucket/other/c.json", "{\"mean\": 2}\n");
    at.put("s3://bucket/other/s.json", "{}");
  }

  private static String step(String type, String checkType, String more) {
    return """
    {"Name": "TheStep", "Type": "%s", "CheckType": "%s", %s,
     "Arguments": {
      "AppSpecification": {"ContainerEntrypoint": ["sh", "/opt/ml/processing/code/check.sh"]},
      "Environment": {"LEAVES": "%s"},
      "ProcessingInputs": [{"InputName": "code", "S3Input":
        {"S3Uri": "file://./code", "LocalPath": "/opt/ml/processing/code"}}],
      "ProcessingOutputConfig": {"Outputs": [{"OutputName": "out", "S3Output":
        {"S3Uri": "s3://bucket/out", "LocalPath": "/opt/ml/processing/output"}}]}}}
    """
        .formatted(
            type,
            checkType,
            more,
            type.equals("QualityCheck") ? "constraints.json" : "analysis.json");
  }

  private static String quality(String more) {
    return step("QualityCheck", "DATA_QUALITY", more);
  }

  private ObjectValue described(String step) throws Exception {
    Result result = at.runner().run(at.job(step));
    assertThat(result).as(at.printed()).isInstanceOf(Result.Done.class);
    return ((Result.Done) result).described();
  }

  private String failure(String step) throws Exception {
    Result result = at.runner().run(at.job(step));
    assertThat(result).as(at.printed()).isInstanceOf(Result.Failed.class);
    return ((Result.Failed) result).reason();
  }

  private void register(String approval, String baselines) {
    assertThat(
            new ModelPackages(at.objects)
                .register(
                    Workshop.json(
                        """
                        {"ModelPackageGroupName": "churn", "ModelApprovalStatus": "%s",
                         "DriftCheckBaselines": {%s}}
                        """
                            .formatted(approval, baselines)),
                    Instant.EPOCH)
                .isRight())
        .isTrue();
  }

  @Test
  void X3_the_first_check_registers_what_it_calculates() throws Exception {
    ObjectValue described =
        described(quality("\"SkipCheck\": true, \"RegisterNewBaseline\": true"));

    assertThat(Workshop.text(described.without("ProcessingJobName")))
        .isEqualTo(
            Workshop.text(
                Workshop.json(
                    """
                    {"CheckType": "DATA_QUALITY", "SkipCheck": true, "RegisterNewBaseline": true,
                     "CheckJobArn": "arn:aws:sagemaker:local:000000000000:processing-job/job-1",
                     "CalculatedBaselineConstraints": "s3://bucket/out/constraints.json",
                     "CalculatedBaselineStatistics": "s3://bucket/out/statistics.json",
                     "BaselineUsedForDriftCheckConstraints": "s3://bucket/out/constraints.json",
                     "BaselineUsedForDriftCheckStatistics": "s3://bucket/out/statistics.json"}
                    """)));
  }

  @Test
  void X3_a_supplied_baseline_is_shown_to_the_job_and_handed_on() throws Exception {
    ObjectValue described =
        described(
            quality(
                """
                "SuppliedBaselineConstraints": "s3://bucket/same/c.json",
                "SuppliedBaselineStatistics": "s3://bucket/other/s.json", "ModelPackageGroupName": null
                """));

    assertThat(at.printed()).isEqualTo("c.json s.json\n");
    assertThat(described.textMember("BaselineUsedForDriftCheckConstraints"))
        .contains("s3://bucket/same/c.json");
    assertThat(described.textMember("BaselineUsedForDriftCheckStatistics"))
        .contains("s3://bucket/other/s.json");
    assertThat(described.textMember("CalculatedBaselineConstraints"))
        .contains(OUT + "constraints.json");
    assertThat(described.member("ViolationReport")).isEmpty();
  }

  @Test
  void X3_a_violation_fails_the_check_unless_it_need_not() throws Exception {
    String drifted = "\"SuppliedBaselineConstraints\": \"s3://bucket/other/c.json\"";

    assertThat(failure(quality(drifted)))
        .startsWith("ClientError: Check failed with 1 violation")
        .contains(OUT + "constraint_violations.json", "age", "drifted");
    assertThat(
            described(quality(drifted + ", \"FailOnViolation\": false"))
                .textMember("ViolationReport"))
        .contains(OUT + "constraint_violations.json");
    assertThat(at.notes)
        .singleElement()
        .asString()
        .startsWith("step TheStep has 1 violation, see " + OUT + "constraint_violations.json");
    assertThat(described(quality(drifted + ", \"SkipCheck\": true")).member("ViolationReport"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "QualityCheck, DATA_QUALITY, ModelDataQuality, Constraints",
    "QualityCheck, MODEL_QUALITY, ModelQuality, Constraints",
    "ClarifyCheck, DATA_BIAS, Bias, PreTrainingConstraints",
    "ClarifyCheck, MODEL_BIAS, Bias, PostTrainingConstraints",
    "ClarifyCheck, MODEL_EXPLAINABILITY, Explainability, Constraints"
  })
  void X3_the_baseline_is_that_of_the_latest_approved_model_package(
      String type, String checkType, String group, String member) throws Exception {
    String baseline = "\"%s\": {\"%s\": {\"S3Uri\": \"%s\"}}";
    register("Approved", baseline.formatted(group, member, "s3://bucket/gone"));
    register("Approved", baseline.formatted(group, member, "s3://bucket/same/c.json"));
    register("Rejected", baseline.formatted(group, member, "s3://bucket/gone"));

    ObjectValue described =
        described(step(type, checkType, "\"ModelPackageGroupName\": \"churn\""));

    assertThat(described.textMember("BaselineUsedForDriftCheckConstraints"))
        .contains("s3://bucket/same/c.json");
    assertThat(described.textMember("CalculatedBaselineConstraints"))
        .contains(OUT + (type.equals("QualityCheck") ? "constraints.json" : "analysis.json"));
    assertThat(described.member("CalculatedBaselineStatistics").isPresent())
        .isEqualTo(type.equals("QualityCheck"));
    assertThat(described.textMember("ModelPackageGroupName")).contains("churn");
  }

  @Test
  void X3_a_new_baseline_is_handed_on_after_it_was_compared_with_the_old() throws Exception {
    String supplied = "\"SuppliedBaselineConstraints\": \"s3://bucket/%s/c.json\"";
    String renewed = supplied + ", \"RegisterNewBaseline\": true";

    assertThat(
            described(quality(renewed.formatted("same")))
                .textMember("BaselineUsedForDriftCheckConstraints"))
        .contains(OUT + "constraints.json");
    assertThat(failure(quality(renewed.formatted("other")))).contains("Check failed");
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false"})
  void X3_a_check_without_an_earlier_baseline_fails_before_its_job_runs(boolean skip, boolean renew)
      throws Exception {
    register(
        "PendingManualApproval",
        "\"ModelDataQuality\": {\"Constraints\": {\"S3Uri\": \"s3://b/c\"}}");

    String step =
        quality(
            """
            "SkipCheck": %s, "RegisterNewBaseline": %s, "SuppliedBaselineConstraints": "",
            "ModelPackageGroupName": "churn"
            """
                .formatted(skip, renew));

    assertThat(failure(step)).contains("no earlier baseline", "churn", "SkipCheck");
    assertThat(at.printed()).isEmpty();
  }

  @Test
  void X3_a_check_done_by_a_command_is_judged_all_the_same() throws Exception {
    at.file(
        StepCommands.FILE,
        "{\"types\": {\"QualityCheck\": {\"command\": [\"sh\", \"check.sh\"]}}}");
    at.file(
        "check.sh",
        """
        mkdir -p "$STEPCACHE_OBJECTS/bucket/out" && cd "$STEPCACHE_OBJECTS/bucket/out"
        echo '{}' > constraints.json
        grep -q '"baseline_constraints"' "$STEPCACHE_STEP" && echo "$FOUND" > constraint_violations.json
        echo '{"CheckJobArn": "mine"}' > "$STEPCACHE_OUTPUTS"
        """);
    String step = quality("\"SuppliedBaselineConstraints\": \"s3://bucket/same/c.json\"");

    at.setVariable("FOUND", "{\"violations\": []}");
    ObjectValue described = described(step);
    at.setVariable("FOUND", "{\"violations\": [{}, {}]}");
    String violated = failure(step);
    at.setVariable("FOUND", "oops");
    String malformed = failure(step);

    assertThat(described.textMember("CheckJobArn")).contains("mine");
    assertThat(described.textMember("CalculatedBaselineConstraints"))
        .contains(OUT + "constraints.json");
    assertThat(violated).contains("2 violations");
    assertThat(malformed).contains("constraint_violations.json is no JSON");
  }

  @Test
  void X3_a_check_of_an_image_alone_is_refused_before_anything_starts() {
    assertThat(at.refusal("QualityCheck", "{\"AppSpecification\": {\"ImageUri\": \"i\"}}"))
        .hasValueSatisfying(why -> assertThat(why).contains("ContainerEntrypoint"));
  }
}

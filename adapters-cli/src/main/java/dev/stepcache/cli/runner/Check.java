package dev.stepcache.cli.runner;

import dev.stepcache.application.content.LocalArn;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a ClarifyCheck or a QualityCheck step asks for beside its processing request. The job always
 * calculates a baseline; the step may compare with an earlier one, and hands on one of both.
 */
record Check(Step step) {
  /** Where the registry keeps the baselines of a type of check. */
  private static final Map<String, List<String>> BASELINES =
      Map.of(
          "DATA_QUALITY", List.of("ModelDataQuality", "Constraints"),
          "MODEL_QUALITY", List.of("ModelQuality", "Constraints"),
          "DATA_BIAS", List.of("Bias", "PreTrainingConstraints"),
          "MODEL_BIAS", List.of("Bias", "PostTrainingConstraints"),
          "MODEL_EXPLAINABILITY", List.of("Explainability", "Constraints"));

  static boolean is(StepType type) {
    return type.equals(StepType.CLARIFY_CHECK) || type.equals(StepType.QUALITY_CHECK);
  }

  /** Whether what the job finds is of no consequence. */
  boolean isSkipped() {
    return flag("SkipCheck", false);
  }

  boolean registersNewBaseline() {
    return flag("RegisterNewBaseline", false);
  }

  boolean failsOnViolation() {
    return flag("FailOnViolation", true);
  }

  private boolean flag(String name, boolean otherwise) {
    return step.content()
        .member(name)
        .map(value ->
            value.equals(new BooleanValue(true)) || Texts.of(value).equalsIgnoreCase("true"))
        .orElse(otherwise);
  }

  Optional<String> group() {
    return given("ModelPackageGroupName");
  }

  /** The baseline that the step itself names, or a part of it. */
  Baseline supplied() {
    return new Baseline(given("SuppliedBaselineConstraints"), given("SuppliedBaselineStatistics"));
  }

  /** A parameter that nobody set is often the empty text. */
  private Optional<String> given(String name) {
    return step.content().textMember(name).filter(text -> !text.isEmpty());
  }

  /** The baseline of this type of check that a model package has. */
  Baseline of(ObjectValue modelPackage) {
    List<String> path =
        BASELINES.getOrDefault(step.content().textMember("CheckType").orElse(""), List.of());
    Optional<ObjectValue> baselines =
        modelPackage
            .objectMember("DriftCheckBaselines")
            .filter(found -> !path.isEmpty())
            .flatMap(found -> found.objectMember(path.get(0)));
    return new Baseline(
        baselines.flatMap(found -> uri(found, path.get(1))),
        isOfQuality() ? baselines.flatMap(found -> uri(found, "Statistics")) : Optional.empty());
  }

  private static Optional<String> uri(ObjectValue baselines, String member) {
    return baselines.objectMember(member).flatMap(source -> source.textMember("S3Uri"));
  }

  /** The place of a file that the job leaves in its output. */
  Optional<String> left(String name) {
    return step
        .arguments()
        .objectMember("ProcessingOutputConfig")
        .map(config -> config.itemsOf("Outputs"))
        .orElse(List.of())
        .stream()
        .flatMap(output -> output.asObject().stream())
        .flatMap(output -> output.objectMember("S3Output").stream())
        .flatMap(s3 -> s3.textMember("S3Uri").stream())
        .findFirst()
        .map(uri -> uri + (uri.endsWith("/") ? "" : "/") + name);
  }

  String constraintsFile() {
    return isOfQuality() ? "constraints.json" : "analysis.json";
  }

  boolean isOfQuality() {
    return step.type().equals(StepType.QUALITY_CHECK);
  }

  /** As a pipeline tells of a check, but for its report. */
  ObjectValue described(String job, Baseline calculated, Baseline used) {
    ObjectValue described =
        ObjectValue.EMPTY
            .with("CheckJobArn", AttributeValue.text(LocalArn.of("processing-job", job)))
            .with("SkipCheck", AttributeValue.bool(isSkipped()))
            .with("RegisterNewBaseline", AttributeValue.bool(registersNewBaseline()));
    for (String member : List.of("CheckType", "ModelPackageGroupName")) {
      described = described.with(member, step.content().member(member).orElseGet(NullValue::new));
    }
    return used.toldIn(
        calculated.toldIn(described, "CalculatedBaseline"), "BaselineUsedForDriftCheck");
  }

  /**
   * The step with the earlier baseline among its inputs, where Model Monitor's containers look for
   * it: named by the variables baseline_constraints and baseline_statistics.
   */
  Step with(Baseline earlier) {
    ObjectValue arguments = step.arguments();
    if (earlier.constraints().isPresent()) {
      arguments =
          withInput(arguments, "baseline_constraints", "constraints", earlier.constraints().get());
    }
    if (earlier.statistics().isPresent()) {
      arguments = withInput(arguments, "baseline_statistics", "stats", earlier.statistics().get());
    }
    return new Step(
        step.name(), step.type(), step.content().with("Arguments", arguments), step.cacheConfig());
  }

  private static ObjectValue withInput(
      ObjectValue arguments, String name, String folder, String uri) {
    String path = "/opt/ml/processing/baseline/" + folder;
    ObjectValue s3 =
        AttributeValue.object(
            Map.of(
                "S3Uri", AttributeValue.text(uri),
                "LocalPath", AttributeValue.text(path),
                "S3DataType", AttributeValue.text("S3Prefix"),
                "S3InputMode", AttributeValue.text("File")));
    List<AttributeValue> inputs = new ArrayList<>(arguments.itemsOf("ProcessingInputs"));
    inputs.add(
        AttributeValue.object(Map.of("InputName", AttributeValue.text(name), "S3Input", s3)));
    ObjectValue environment = arguments.objectMember("Environment").orElse(ObjectValue.EMPTY);
    return arguments
        .with("ProcessingInputs", new ListValue(inputs))
        .with(
            "Environment",
            environment.with(
                name, AttributeValue.text(path + uri.substring(uri.lastIndexOf('/')))));
  }
}

package dev.stepcache.http.sagemaker;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.OutputParameters;
import dev.stepcache.domain.step.StepType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API tells of a step by its type (SAGEMAKER.md, f.3). */
final class StepMetadata {
  private static final Map<StepType, Made> MADE =
      Map.of(
          StepType.TRAINING,
          new Made("TrainingJob", "TrainingJob", "training-job"),
          StepType.PROCESSING,
          new Made("ProcessingJob", "ProcessingJob", "processing-job"),
          StepType.TRANSFORM,
          new Made("TransformJob", "TransformJob", "transform-job"),
          StepType.TUNING,
          new Made("TuningJob", "HyperParameterTuningJob", "hyper-parameter-tuning-job"),
          StepType.AUTO_ML,
          new Made("AutoMLJob", "AutoMLJob", "automl-job"),
          StepType.MODEL,
          new Made("Model", "Model", "model"),
          StepType.REGISTER_MODEL,
          new Made("RegisterModel", "ModelPackage", "model-package"),
          new StepType("Endpoint"),
          new Made("Endpoint", "Endpoint", "endpoint"),
          new StepType("EndpointConfig"),
          new Made("EndpointConfig", "EndpointConfig", "endpoint-config"),
          new StepType("InferenceComponent"),
          new Made("InferenceComponent", "InferenceComponent", "inference-component"));

  private static final List<String> OF_CHECKS =
      List.of(
          "BaselineUsedForDriftCheckConstraints",
          "BaselineUsedForDriftCheckStatistics",
          "CalculatedBaselineConstraints",
          "CalculatedBaselineStatistics",
          "CheckJobArn",
          "ModelPackageGroupName",
          "RegisterNewBaseline",
          "SkipCheck",
          "ViolationReport");

  private static final List<String> OF_LINEAGE =
      List.of("ActionArns", "ArtifactArns", "ContextArns", "Associations");

  private StepMetadata() {}

  /**
   * A thing that steps of a type make.
   *
   * @param member what the metadata calls it
   * @param named as the names of its own members begin
   * @param resource as it is called in ARNs
   */
  private record Made(String member, String named, String resource) {}

  /**
   * What is known of a step.
   *
   * @param content as the definition has it
   * @param job what it handed on, if it has
   * @param token under which it waits to be answered, if it does
   */
  record Known(
      Given given,
      ExecutedStep step,
      ObjectValue content,
      Optional<ObjectValue> job,
      Optional<String> token) {

    Optional<String> given(String member) {
      return given.text(content, member);
    }

    private Optional<AttributeValue> told(String member) {
      return job.flatMap(members -> members.member(member));
    }

    private Optional<AttributeValue> outputs() {
      return job.flatMap(members -> members.objectMember(OutputParameters.MEMBER))
          .map(values -> Answers.named(values.members()));
    }
  }

  static Optional<ObjectValue> of(Known known, Arns arns) {
    StepType type = known.step().type();
    Optional<Made> made = Optional.ofNullable(MADE.get(type));
    if (made.isPresent()) {
      return known.job().map(job -> made(made.get(), known, job, arns));
    }
    return switch (type.name()) {
      case "Condition" ->
          known
              .told("Outcome")
              .map(outcome -> within("Condition", new JsonObject().put("Outcome", outcome)));
      case "Callback" -> Optional.of(within("Callback", callback(known)));
      case "Lambda" -> Optional.of(within("Lambda", lambda(known)));
      case "Fail" -> Optional.of(within("Fail", fail(known)));
      case "EMR" -> known.job().map(job -> within("EMR", emr(known)));
      case "QualityCheck", "ClarifyCheck" -> Optional.of(within(type.name(), check(known)));
      case "Lineage" -> known.job().map(job -> within("Lineage", copied(known, OF_LINEAGE)));
      default -> Optional.empty();
    };
  }

  private static ObjectValue within(String member, JsonObject metadata) {
    return new JsonObject().put(member, metadata).value();
  }

  private static ObjectValue made(Made made, Known known, ObjectValue job, Arns arns) {
    String name =
        job.textMember(made.named() + "Name")
            .orElseGet(() -> known.given().execution().id() + "-" + known.step().name());
    String arn =
        job.textMember(made.named() + "Arn").orElseGet(() -> arns.of(made.resource(), name));
    return within(made.member(), new JsonObject().put("Arn", arn));
  }

  private static JsonObject callback(Known known) {
    return new JsonObject()
        .putText(
            "CallbackToken",
            known.token().or(() -> known.told("CallbackToken").flatMap(AttributeValue::asText)))
        .putText("SqsQueueUrl", known.given("SqsQueueUrl"))
        .putValue("OutputParameters", known.outputs());
  }

  private static JsonObject lambda(Known known) {
    return new JsonObject()
        .putText("Arn", known.given("FunctionArn"))
        .putValue("OutputParameters", known.outputs());
  }

  private static JsonObject fail(Known known) {
    return new JsonObject().putText("ErrorMessage", known.step().failureReason());
  }

  private static JsonObject emr(Known known) {
    return new JsonObject()
        .putValue("ClusterId", known.told("ClusterId"))
        .putValue("StepId", known.told("Id"))
        .putValue("StepName", known.told("Name"))
        .putValue("LogFilePath", known.told("LogFilePath"));
  }

  private static JsonObject check(Known known) {
    return copied(known, OF_CHECKS).putText("CheckType", known.given("CheckType"));
  }

  private static JsonObject copied(Known known, List<String> members) {
    JsonObject metadata = new JsonObject();
    members.forEach(member -> metadata.putValue(member, known.told(member)));
    return metadata;
  }
}

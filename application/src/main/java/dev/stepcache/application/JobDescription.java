package dev.stepcache.application;

import dev.stepcache.application.content.LocalArn;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.SimulatedJob;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepType;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A job as a Describe… call would answer it (X4): arguments, name, status, times, and results. */
final class JobDescription {
  /** What SageMaker calls the job of a step, as its members' names begin. */
  private static final Map<StepType, String> JOBS =
      Map.of(
          StepType.PROCESSING, "ProcessingJob",
          StepType.CLARIFY_CHECK, "ProcessingJob",
          StepType.QUALITY_CHECK, "ProcessingJob",
          StepType.TRAINING, "TrainingJob",
          StepType.TUNING, "HyperParameterTuningJob",
          StepType.AUTO_ML, "AutoMLJob",
          StepType.TRANSFORM, "TransformJob");

  private JobDescription() {}

  /**
   * @param described what the runner adds; its members replace others of the same name
   */
  static ObjectValue of(
      Step step, String name, Instant startedAt, Instant completedAt, ObjectValue described) {
    ObjectValue job = step.arguments();
    Optional<String> kind = Optional.ofNullable(JOBS.get(step.type()));
    if (kind.isPresent()) {
      String prefix = kind.get();
      String times = prefix.substring(0, prefix.length() - "Job".length());
      job =
          job.with(prefix + "Name", text(name))
              .with(prefix + "Arn", text(arn(prefix, name)))
              .with(prefix + "Status", text("Completed"))
              .with("CreationTime", instant(startedAt))
              .with(times + "StartTime", instant(startedAt))
              .with(times + "EndTime", instant(completedAt));
    }
    for (Map.Entry<String, AttributeValue> member : described.members().entrySet()) {
      job = job.with(member.getKey(), member.getValue());
    }
    return job;
  }

  /** What a Condition hands on. */
  static ObjectValue ofCondition(boolean holds) {
    return ObjectValue.EMPTY.with("Outcome", text(holds ? "True" : "False"));
  }

  /** The model that a Model step made in an execution. */
  static ObjectValue ofModel(Step step, String name, RunKind kind, ExecutionId execution) {
    ObjectValue model =
        step.arguments().with("ModelName", text(name)).with("ModelArn", text(arn("Model", name)));
    return switch (kind) {
      case REAL -> model;
      case SIMULATED -> SimulatedJob.of(model, execution);
    };
  }

  private static String arn(String kind, String name) {
    return LocalArn.of(kebab(kind), name);
  }

  private static String kebab(String kind) {
    return switch (kind) {
      case "HyperParameterTuningJob" -> "hyper-parameter-tuning-job";
      case "AutoMLJob" -> "automl-job";
      default -> kind.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    };
  }

  private static AttributeValue text(String text) {
    return AttributeValue.text(text);
  }

  private static AttributeValue instant(Instant instant) {
    return AttributeValue.text(JsonObject.instant(instant));
  }
}

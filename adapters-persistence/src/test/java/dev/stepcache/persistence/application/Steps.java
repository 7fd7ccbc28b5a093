package dev.stepcache.persistence.application;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps and expressions as definitions have them; caching is on for a day. */
final class Steps {
  private Steps() {}

  static ObjectValue step(String name, String type, @Nullable Object... arguments) {
    return object("Name", name, "Type", type, "Arguments", object(arguments));
  }

  /** A Processing step that writes below its execution's own place. */
  static ObjectValue processing(String name, @Nullable Object... environment) {
    return processingTo(
        join("/", "s3:/", "bucket", get("Execution.PipelineExecutionId"), name), name, environment);
  }

  /** A Processing step that writes to a place. */
  static ObjectValue processingTo(Object place, String name, @Nullable Object... environment) {
    return cached(
        step(
            name,
            "Processing",
            "Environment",
            object(environment),
            "ProcessingOutputConfig",
            object(
                "Outputs", list(object("OutputName", "out", "S3Output", object("S3Uri", place))))));
  }

  /** A Training step that writes its model to a place. */
  static ObjectValue training(Object place, String name, @Nullable Object... hyperParameters) {
    return cached(
        step(
            name,
            "Training",
            "HyperParameters",
            object(hyperParameters),
            "OutputDataConfig",
            object("S3OutputPath", place)));
  }

  /** A Processing step with one more input. */
  static ObjectValue reading(ObjectValue step, Object uri) {
    ObjectValue arguments = step.objectMember("Arguments").orElseThrow();
    List<AttributeValue> inputs = new ArrayList<>(arguments.itemsOf("ProcessingInputs"));
    inputs.add(object("InputName", "in" + inputs.size(), "S3Input", object("S3Uri", uri)));
    return step.with("Arguments", arguments.with("ProcessingInputs", new ListValue(inputs)));
  }

  /** The place that another step wrote to. */
  static ObjectValue outputOf(String step) {
    return get("Steps." + step + ".ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri");
  }

  /** A Condition that holds when a parameter has a value. */
  static ObjectValue condition(
      String name, String parameter, String value, ListValue ifSteps, ListValue elseSteps) {
    return step(
        name,
        "Condition",
        "Conditions",
        list(
            object(
                "Type",
                "Equals",
                "LeftValue",
                get("Parameters." + parameter),
                "RightValue",
                value)),
        "IfSteps",
        ifSteps,
        "ElseSteps",
        elseSteps);
  }

  static ObjectValue cached(ObjectValue step) {
    return step.with("CacheConfig", object("Enabled", true, "ExpireAfter", "1d"));
  }

  static ObjectValue uncached(ObjectValue step) {
    return step.with("CacheConfig", object("Enabled", false));
  }

  static ObjectValue after(ObjectValue step, String... dependsOn) {
    return step.with("DependsOn", list((Object[]) dependsOn));
  }

  static ObjectValue get(String reference) {
    return object("Get", reference);
  }

  static ObjectValue join(String on, @Nullable Object... values) {
    return object("Std:Join", object("On", on, "Values", list(values)));
  }
}

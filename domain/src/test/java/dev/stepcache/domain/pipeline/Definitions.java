package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.Values;
import dev.stepcache.domain.step.StepName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Definitions, their steps and the expressions in them, from Java literals. */
final class Definitions {
  private Definitions() {}

  static PipelineDefinition read(AttributeValue document) {
    return PipelineDefinition.read(document)
        .toEither()
        .getOrElseThrow(faults -> new IllegalArgumentException(faults.mkString("; ")));
  }

  /** A definition of these steps that can be run. */
  static PipelineDefinition of(ObjectValue... steps) {
    return read(document(steps));
  }

  static ObjectValue document(ObjectValue... steps) {
    return object("Version", "2020-12-01", "Steps", list((Object[]) steps));
  }

  /** A document with these parameters too. */
  static ObjectValue document(ListValue parameters, ObjectValue... steps) {
    return document(steps).with("Parameters", parameters);
  }

  static List<Problem> faultsOf(AttributeValue document) {
    return PipelineDefinition.read(document).getError().asJava();
  }

  /** A step with these arguments, names and values in turn. */
  static ObjectValue step(String name, String type, @Nullable Object... arguments) {
    return object("Name", name, "Type", type, "Arguments", object(arguments));
  }

  /** A Processing step whose Environment has these members. */
  static ObjectValue processing(String name, @Nullable Object... environment) {
    return step(name, "Processing", "Environment", object(environment));
  }

  /** A Condition step that holds when 1 equals 1. */
  static ObjectValue condition(String name, ListValue ifSteps, ListValue elseSteps) {
    return step(
        name,
        "Condition",
        "Conditions",
        list(object("Type", "Equals", "LeftValue", 1, "RightValue", 1)),
        "IfSteps",
        ifSteps,
        "ElseSteps",
        elseSteps);
  }

  static ObjectValue cached(ObjectValue step, String expireAfter) {
    return step.with("CacheConfig", object("Enabled", true, "ExpireAfter", expireAfter));
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

  static ObjectValue jsonGet(String step, String file, String path) {
    return object(
        "Std:JsonGet",
        object("PropertyFile", get("Steps." + step + ".PropertyFiles." + file), "Path", path));
  }

  static ObjectValue parameter(String name, String type, @Nullable Object defaultValue) {
    return object("Name", name, "Type", type, "DefaultValue", Values.value(defaultValue));
  }

  static StepName name(String name) {
    return new StepName(name);
  }
}

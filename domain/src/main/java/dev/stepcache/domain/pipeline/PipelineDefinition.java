package dev.stepcache.domain.pipeline;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.StepName;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A pipeline definition of SageMaker's version 2020-12-01 that can be run: its names are unique,
 * its references lead somewhere, its steps form no cycle. Whatever it holds beyond that is kept as
 * it is.
 *
 * @param document the definition as it was read
 * @param steps the outermost steps; those of branches are within their Conditions
 */
public record PipelineDefinition(
    ObjectValue document,
    List<PipelineParameter> parameters,
    List<DefinedStep> steps,
    StepGraph graph) {

  public PipelineDefinition {
    parameters = List.copyOf(parameters);
    steps = List.copyOf(steps);
  }

  /** Reads a definition; the invalid side has every fault that was found (R2, X1). */
  public static Validation<Seq<Problem>, PipelineDefinition> read(AttributeValue document) {
    return new DefinitionReader().read(document);
  }

  /** All steps, branches included, each Condition before its branches. */
  public List<DefinedStep> allSteps() {
    return steps.stream().flatMap(DefinedStep::withNested).toList();
  }

  public Optional<DefinedStep> step(StepName name) {
    return allSteps().stream().filter(step -> step.name().equals(name)).findFirst();
  }

  /**
   * The value of every parameter that has one when the pipeline is started with these texts; the
   * invalid side has a sentence for each that is unknown, missing or not of its type.
   */
  public Validation<Seq<String>, Map<String, AttributeValue>> parameterValues(
      Map<String, String> given) {
    Map<String, PipelineParameter> known =
        parameters.stream()
            .collect(toUnmodifiableMap(PipelineParameter::name, Function.identity()));
    io.vavr.collection.List<String> faults = io.vavr.collection.List.empty();
    for (String name : given.keySet()) {
      if (!known.containsKey(name)) {
        faults = faults.append("the pipeline has no parameter " + name + nearby(known));
      }
    }
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    for (PipelineParameter parameter : parameters) {
      String text = given.get(parameter.name());
      if (text != null) {
        var read = parameter.read(text);
        read.forEach(value -> values.put(parameter.name(), value));
        faults = faults.appendAll(read.swap());
      } else if (parameter.defaultValue().isPresent()) {
        values.put(parameter.name(), parameter.defaultValue().get());
      } else {
        faults = faults.append("parameter " + parameter.name() + " has no default: give a value");
      }
    }
    return faults.isEmpty() ? Validation.valid(Map.copyOf(values)) : Validation.invalid(faults);
  }

  private static String nearby(Map<String, PipelineParameter> known) {
    return known.isEmpty()
        ? "; it has none"
        : "; it has " + String.join(", ", known.keySet().stream().sorted().toList());
  }
}

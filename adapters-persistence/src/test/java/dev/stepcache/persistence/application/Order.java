package dev.stepcache.persistence.application;

import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.ExecutionRequest.Wishes;
import dev.stepcache.application.InFlight;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is to be executed, a word at a time. */
record Order(
    String definition,
    Map<String, String> parameters,
    Set<StepName> refresh,
    boolean reuse,
    boolean requireHistory,
    int maxParallel) {
  static final PipelineName PIPELINE = new PipelineName("pipeline");

  /** A definition of these steps. */
  static Order of(ObjectValue... steps) {
    String definition =
        CanonicalJson.text(AttributeValue.object(Map.of("Steps", AttributeValue.list(steps))));
    return new Order(definition, Map.of(), Set.of(), true, false, 8);
  }

  /** A value for a parameter; a String parameter of that name is declared at need. */
  Order with(String parameter, String value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(parameter, value);
    return new Order(definition, more, refresh, reuse, requireHistory, maxParallel);
  }

  Order refreshing(String step) {
    Set<StepName> more = new TreeSet<>(refresh);
    more.add(new StepName(step));
    return new Order(definition, parameters, more, reuse, requireHistory, maxParallel);
  }

  Order withoutReuse() {
    return new Order(definition, parameters, refresh, false, requireHistory, maxParallel);
  }

  Order requiringHistory() {
    return new Order(definition, parameters, refresh, reuse, true, maxParallel);
  }

  Order atMost(int steps) {
    return new Order(definition, parameters, refresh, reuse, requireHistory, steps);
  }

  ExecutionRequest request() {
    AttributeValue[] declared =
        parameters.keySet().stream()
            .map(name -> AttributeValue.object(Map.of("Name", AttributeValue.text(name))))
            .toArray(AttributeValue[]::new);
    ObjectValue document =
        JsonReader.readOwn(definition)
            .asObject()
            .orElseThrow()
            .with("Parameters", AttributeValue.list(declared));
    PipelineDefinition read =
        PipelineDefinition.read(document)
            .toEither()
            .getOrElseThrow(faults -> new IllegalArgumentException(faults.mkString("; ")));
    return new ExecutionRequest(
        PIPELINE,
        read,
        CanonicalJson.text(document),
        read.parameterValues(parameters).get(),
        new Wishes(refresh, reuse, InFlight.RUN, requireHistory, maxParallel),
        Optional.empty(),
        "{}");
  }
}

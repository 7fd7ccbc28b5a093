package dev.stepcache.persistence.application;

import static java.util.stream.Collectors.toSet;

import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.ExecutionRequest.Wishes;
import dev.stepcache.application.InFlight;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.util.Arrays;
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
    int maxParallel,
    InFlight inFlight,
    Optional<Selection> selection) {
  static final PipelineName PIPELINE = new PipelineName("pipeline");

  /** A definition of these steps. */
  static Order of(ObjectValue... steps) {
    String definition =
        CanonicalJson.text(AttributeValue.object(Map.of("Steps", AttributeValue.list(steps))));
    return new Order(
        definition, Map.of(), Set.of(), true, false, 8, InFlight.RUN, Optional.empty());
  }

  /** A value for a parameter; a String parameter of that name is declared at need. */
  Order with(String parameter, String value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(parameter, value);
    return new Order(
        definition, more, refresh, reuse, requireHistory, maxParallel, inFlight, selection);
  }

  Order refreshing(String step) {
    Set<StepName> more = new TreeSet<>(refresh);
    more.add(new StepName(step));
    return new Order(
        definition, parameters, more, reuse, requireHistory, maxParallel, inFlight, selection);
  }

  Order withoutReuse() {
    return new Order(
        definition, parameters, refresh, false, requireHistory, maxParallel, inFlight, selection);
  }

  Order requiringHistory() {
    return new Order(
        definition, parameters, refresh, reuse, true, maxParallel, inFlight, selection);
  }

  Order atMost(int steps) {
    return new Order(
        definition, parameters, refresh, reuse, requireHistory, steps, inFlight, selection);
  }

  Order inFlight(InFlight rule) {
    return new Order(
        definition, parameters, refresh, reuse, requireHistory, maxParallel, rule, selection);
  }

  /** These steps alone, with what they read of others taken from an execution or the latest. */
  Order selecting(Optional<ExecutionId> source, String... steps) {
    Selection selected =
        new Selection(Arrays.stream(steps).map(StepName::new).collect(toSet()), source);
    return new Order(
        definition,
        parameters,
        refresh,
        reuse,
        requireHistory,
        maxParallel,
        inFlight,
        Optional.of(selected));
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
        new Wishes(refresh, reuse, inFlight, requireHistory, maxParallel),
        selection,
        "{}");
  }
}

package dev.stepcache.cli.runner;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A TrainingJobDefinition of a tuning job: what its training jobs have in common, what of them may
 * be chosen, and what is to become great or small.
 *
 * @param name empty of a definition that is the only one
 */
record TunedTraining(
    Optional<String> name,
    ObjectValue definition,
    ParameterRanges ranges,
    String metric,
    boolean maximize) {
  private static final Set<String> OF_THE_TUNING =
      Set.of("DefinitionName", "TuningObjective", "HyperParameterRanges", "StaticHyperParameters");

  /**
   * Reads a definition.
   *
   * @param config the HyperParameterTuningJobConfig, which may say for all what this does not
   */
  static TunedTraining of(ObjectValue definition, ObjectValue config) throws JobFailure {
    ObjectValue objective =
        definition
            .objectMember("TuningObjective")
            .or(() -> config.objectMember("HyperParameterTuningJobObjective"))
            .orElseThrow(() -> new JobFailure("it has no HyperParameterTuningJobObjective"));
    String type = Requests.text(objective, "Type");
    if (!type.equals("Maximize") && !type.equals("Minimize")) {
      throw new JobFailure("its objective is of the unknown type " + type);
    }
    String metric = Requests.text(objective, "MetricName");
    if (!readsMetric(definition, metric)) {
      throw new JobFailure(
          ("no MetricDefinitions of its AlgorithmSpecification says how \"%s\" is read from what"
                  + " a training job prints")
              .formatted(metric));
    }
    ObjectValue ranges =
        definition
            .objectMember("HyperParameterRanges")
            .or(() -> config.objectMember("ParameterRanges"))
            .orElse(ObjectValue.EMPTY);
    return new TunedTraining(
        definition.textMember("DefinitionName"),
        definition,
        ParameterRanges.of(ranges),
        metric,
        type.equals("Maximize"));
  }

  /** Whether what a plan is made of has no expressions in it. */
  static boolean isKnown(ObjectValue definition) {
    return Stream.of(
            definition.member("TuningObjective"),
            definition.member("HyperParameterRanges"),
            definition
                .objectMember("AlgorithmSpecification")
                .flatMap(specification -> specification.member("MetricDefinitions")))
        .flatMap(Optional::stream)
        .noneMatch(Texts::hasExpressions);
  }

  private static boolean readsMetric(ObjectValue definition, String metric) {
    return definition
        .objectMember("AlgorithmSpecification")
        .map(specification ->
            specification.itemsOf("MetricDefinitions").stream()
                .flatMap(item -> item.asObject().stream())
                .anyMatch(item -> item.textMember("Name").filter(metric::equals).isPresent()))
        .orElse(false);
  }

  /** The request of a training job with nothing chosen, which may have expressions in it. */
  static ObjectValue request(ObjectValue definition) {
    ObjectValue request = definition;
    for (String member : OF_THE_TUNING) {
      request = request.without(member);
    }
    Optional<AttributeValue> resources = definition.member("HyperParameterTuningResourceConfig");
    if (resources.isPresent()) {
      request =
          request
              .without("HyperParameterTuningResourceConfig")
              .with("ResourceConfig", resources.get());
    }
    return request.with(
        "HyperParameters", definition.member("StaticHyperParameters").orElse(ObjectValue.EMPTY));
  }

  /** The request of the training job of a name, with the values that were chosen. */
  ObjectValue request(String job, SortedMap<String, String> chosen) {
    ObjectValue request = request(definition);
    Map<String, AttributeValue> hyperParameters =
        new TreeMap<>(request.objectMember("HyperParameters").orElse(ObjectValue.EMPTY).members());
    chosen.forEach((name, value) -> hyperParameters.put(name, AttributeValue.text(value)));
    hyperParameters.put(HyperParameters.TUNED_METRIC, AttributeValue.text(metric));
    return checkpointed(request, job)
        .with("HyperParameters", AttributeValue.object(hyperParameters));
  }

  /** Each job has checkpoints of its own: several at once would read each other's. */
  private static ObjectValue checkpointed(ObjectValue request, String job) {
    Optional<ObjectValue> config = request.objectMember("CheckpointConfig");
    Optional<String> uri = config.flatMap(found -> found.textMember("S3Uri"));
    return uri.isEmpty()
        ? request
        : request.with(
            "CheckpointConfig",
            config
                .orElse(ObjectValue.EMPTY)
                .with("S3Uri", AttributeValue.text(uri.get().replaceFirst("/+$", "") + "/" + job)));
  }
}

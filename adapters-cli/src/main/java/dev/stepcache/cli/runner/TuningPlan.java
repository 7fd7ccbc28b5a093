package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.content.Digests;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a tuning job will try: a pure function of its request, so that it can be told again. Random
 * draws by RandomSeed, or by the request itself where it has none; Grid takes all there is. What
 * chooses by results (Bayesian, Hyperband) draws as Random does.
 *
 * @param parallel how many may be tried at once
 * @param target the objective with which nothing more need be tried
 */
record TuningPlan(String strategy, List<Choice> choices, int parallel, Optional<Double> target) {
  private static final int MOST = 1_000;

  /** One training job to be. */
  record Choice(TunedTraining training, SortedMap<String, String> chosen) {}

  TuningPlan {
    choices = List.copyOf(choices);
  }

  /** The plan of a CreateHyperParameterTuningJob request. */
  static TuningPlan of(ObjectValue request) throws JobFailure {
    ObjectValue config = Requests.member(request, "HyperParameterTuningJobConfig");
    List<TunedTraining> trainings = new ArrayList<>();
    for (ObjectValue definition : definitions(request)) {
      trainings.add(TunedTraining.of(definition, config));
    }
    if (trainings.isEmpty()) {
      throw new JobFailure("it has neither a TrainingJobDefinition nor TrainingJobDefinitions");
    }
    String strategy = Requests.text(config, "Strategy");
    Optional<Integer> most = limit(config, "MaxNumberOfTrainingJobs");
    List<Choice> choices =
        switch (strategy) {
          case "Grid" -> grid(trainings, most.orElse(MOST));
          case "Random", "Bayesian", "Hyperband" ->
              drawn(
                  trainings,
                  most.orElseThrow(
                      () -> new JobFailure("its ResourceLimits have no MaxNumberOfTrainingJobs")),
                  random(request, config));
          default -> throw new JobFailure("its Strategy \"%s\" is unknown".formatted(strategy));
        };
    return new TuningPlan(
        strategy, choices, limit(config, "MaxParallelTrainingJobs").orElse(1), target(config));
  }

  /** Its one TrainingJobDefinition or its many. */
  static List<ObjectValue> definitions(ObjectValue request) {
    return request
        .objectMember("TrainingJobDefinition")
        .map(List::of)
        .orElseGet(() -> Requests.known(request.itemsOf("TrainingJobDefinitions")));
  }

  private static Optional<Integer> limit(ObjectValue config, String name) throws JobFailure {
    Optional<AttributeValue> limit =
        config.objectMember("ResourceLimits").flatMap(limits -> limits.member(name));
    if (limit.isEmpty()) {
      return Optional.empty();
    }
    if (limit.get() instanceof NumberValue(BigDecimal number)
        && number.scale() <= 0
        && number.signum() > 0
        && number.compareTo(BigDecimal.valueOf(MOST)) <= 0) {
      return Optional.of(number.intValue());
    }
    throw new JobFailure("its %s is no number from 1 to %,d".formatted(name, MOST));
  }

  private static Optional<Double> target(ObjectValue config) {
    return config
        .objectMember("TuningJobCompletionCriteria")
        .flatMap(criteria -> criteria.member("TargetObjectiveMetricValue"))
        .flatMap(value ->
            value instanceof NumberValue(BigDecimal number)
                ? Optional.of(number.doubleValue())
                : Optional.empty());
  }

  private static RandomGenerator random(ObjectValue request, ObjectValue config) {
    String seed =
        config.member("RandomSeed").map(Texts::of).orElseGet(() -> CanonicalJson.text(request));
    return new SplittableRandom(
        Long.parseUnsignedLong(Digests.sha256(seed.getBytes(UTF_8)).substring(0, 16), 16));
  }

  /** From one definition after the other. */
  private static List<Choice> drawn(
      List<TunedTraining> trainings, int number, RandomGenerator random) {
    List<Choice> drawn = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      TunedTraining training = trainings.get(i % trainings.size());
      drawn.add(new Choice(training, training.ranges().drawn(random)));
    }
    return drawn;
  }

  private static List<Choice> grid(List<TunedTraining> trainings, int most) throws JobFailure {
    List<Choice> grid = new ArrayList<>();
    for (TunedTraining training : trainings) {
      for (SortedMap<String, String> combination : training.ranges().grid(MOST)) {
        grid.add(new Choice(training, combination));
      }
    }
    return grid.subList(0, Math.min(most, grid.size()));
  }

  /** Why this is not quite what was asked for. */
  Optional<String> note() {
    return strategy.equals("Bayesian") || strategy.equals("Hyperband")
        ? Optional.of(
            "the strategy %s is not known here: hyperparameters are chosen as by Random"
                .formatted(strategy))
        : Optional.empty();
  }
}

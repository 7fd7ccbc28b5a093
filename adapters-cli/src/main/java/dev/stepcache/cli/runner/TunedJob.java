package dev.stepcache.cli.runner;

import dev.stepcache.application.content.LocalArn;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** A training job that a tuning job has tried. */
record TunedJob(
    String name, TuningPlan.Choice choice, Instant startedAt, Instant endedAt, Result result) {

  /** The best objective first, those without one last. */
  static final Comparator<TunedJob> BEST_FIRST =
      Comparator.comparing(
          job -> job.goodness().orElse(Double.NEGATIVE_INFINITY), Comparator.reverseOrder());

  boolean isCompleted() {
    return result instanceof Result.Done;
  }

  Optional<String> failure() {
    return result instanceof Result.Failed(String reason) ? Optional.of(reason) : Optional.empty();
  }

  /** The last value that the job printed of the metric; empty when it printed none or failed. */
  Optional<BigDecimal> objective() {
    return result instanceof Result.Done done
        ? done.described().itemsOf("FinalMetricDataList").stream()
            .flatMap(item -> item.asObject().stream())
            .filter(metric ->
                metric
                    .textMember("MetricName")
                    .filter(choice.training().metric()::equals)
                    .isPresent())
            .flatMap(metric -> metric.member("Value").stream())
            .flatMap(value ->
                value instanceof NumberValue(BigDecimal number)
                    ? Optional.of(number).stream()
                    : Optional.<BigDecimal>empty().stream())
            .findFirst()
        : Optional.empty();
  }

  private Optional<Double> goodness() {
    return objective()
        .map(BigDecimal::doubleValue)
        .map(value -> choice.training().maximize() ? value : -value);
  }

  boolean reaches(double target) {
    double wanted = choice.training().maximize() ? target : -target;
    return goodness().filter(value -> value >= wanted).isPresent();
  }

  /** As the API's HyperParameterTrainingJobSummary has it. */
  ObjectValue summary(String tuningJob) {
    TreeMap<String, AttributeValue> chosen = new TreeMap<>();
    choice.chosen().forEach((name, value) -> chosen.put(name, AttributeValue.text(value)));
    TreeMap<String, AttributeValue> members = new TreeMap<>();
    members.put("TrainingJobName", AttributeValue.text(name));
    members.put(
        "TrainingJobArn",
        AttributeValue.text(LocalArn.of("training-job", name.toLowerCase(Locale.ROOT))));
    members.put("TuningJobName", AttributeValue.text(tuningJob));
    members.put("TrainingJobStatus", AttributeValue.text(isCompleted() ? "Completed" : "Failed"));
    members.put("TunedHyperParameters", new ObjectValue(chosen));
    members.put("CreationTime", instant(startedAt));
    members.put("TrainingStartTime", instant(startedAt));
    members.put("TrainingEndTime", instant(endedAt));
    members.put(
        "ObjectiveStatus", AttributeValue.text(objective().isPresent() ? "Succeeded" : "Failed"));
    choice
        .training()
        .name()
        .ifPresent(name -> members.put("TrainingJobDefinitionName", AttributeValue.text(name)));
    failure().ifPresent(reason -> members.put("FailureReason", AttributeValue.text(reason)));
    objective()
        .ifPresent(
            value -> members.put("FinalHyperParameterTuningJobObjectiveMetric", metric(value)));
    return new ObjectValue(members);
  }

  private ObjectValue metric(BigDecimal value) {
    return ObjectValue.EMPTY
        .with("MetricName", AttributeValue.text(choice.training().metric()))
        .with("Type", AttributeValue.text(choice.training().maximize() ? "Maximize" : "Minimize"))
        .with("Value", new NumberValue(value));
  }

  private static AttributeValue instant(Instant instant) {
    return AttributeValue.text(JsonObject.instant(instant));
  }
}

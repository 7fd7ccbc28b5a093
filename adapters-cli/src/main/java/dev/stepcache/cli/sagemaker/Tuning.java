package dev.stepcache.cli.sagemaker;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a Tuning step hands on besides its job: its trainings, the best first, at most fifty. */
final class Tuning {
  private static final int MOST = 50;

  private Tuning() {}

  static ObjectValue withTrainings(ObjectValue described, RemoteJob at)
      throws AwsFault, InterruptedException {
    String name = "HyperParameterTuningJobName";
    ObjectValue request =
        AttributeValue.object(
            Map.of(
                name,
                AttributeValue.text(described.textMember(name).orElseThrow()),
                "SortBy",
                AttributeValue.text("FinalObjectiveMetricValue"),
                "SortOrder",
                AttributeValue.text(isLess(described) ? "Ascending" : "Descending"),
                "MaxResults",
                AttributeValue.number(MOST)));
    ObjectValue answer =
        Answers.described(
            at.call(AwsService.SAGEMAKER, "ListTrainingJobsForHyperParameterTuningJob", request));
    String summaries = "TrainingJobSummaries";
    return described.with(summaries, new ListValue(answer.itemsOf(summaries)));
  }

  /** Whether the objective is to be small. */
  private static boolean isLess(ObjectValue described) {
    Optional<ObjectValue> ofAll =
        described
            .objectMember("HyperParameterTuningJobConfig")
            .flatMap(config -> config.objectMember("HyperParameterTuningJobObjective"));
    Stream<ObjectValue> ofEach =
        described.itemsOf("TrainingJobDefinitions").stream()
            .map(AttributeValue::asObject)
            .flatMap(Optional::stream)
            .flatMap(definition -> definition.objectMember("TuningObjective").stream());
    return Stream.concat(ofAll.stream(), ofEach)
        .findFirst()
        .flatMap(objective -> objective.textMember("Type"))
        .filter("Minimize"::equals)
        .isPresent();
  }
}

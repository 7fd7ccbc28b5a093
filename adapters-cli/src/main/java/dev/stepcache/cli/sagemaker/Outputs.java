package dev.stepcache.cli.sagemaker;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The places that a job wrote to and no other job does, as its description tells them (X7). */
final class Outputs {
  private Outputs() {}

  static Set<String> of(ObjectValue described) {
    Set<String> places = new TreeSet<>();
    objects(described.objectMember("ProcessingOutputConfig"), "Outputs")
        .flatMap(output -> output.objectMember("S3Output").stream())
        .flatMap(s3 -> s3.textMember("S3Uri").stream())
        .forEach(places::add);
    path(described.objectMember("TransformOutput")).ifPresent(places::add);
    for (String name : List.of("TrainingJobName", "AutoMLJobName")) {
      described
          .textMember(name)
          .flatMap(job -> below(described.objectMember("OutputDataConfig"), job))
          .ifPresent(places::add);
    }
    // Of many trainings into one or several places.
    objects(Optional.of(described), "TrainingJobSummaries")
        .flatMap(summary -> summary.textMember("TrainingJobName").stream())
        .forEach(job ->
            definitions(described)
                .flatMap(
                    definition -> below(definition.objectMember("OutputDataConfig"), job).stream())
                .forEach(places::add));
    return places;
  }

  private static Stream<ObjectValue> definitions(ObjectValue tuning) {
    return Stream.concat(
        tuning.objectMember("TrainingJobDefinition").stream(),
        objects(Optional.of(tuning), "TrainingJobDefinitions"));
  }

  private static Stream<ObjectValue> objects(Optional<ObjectValue> in, String list) {
    return in.map(found -> found.itemsOf(list)).orElse(List.of()).stream()
        .map(AttributeValue::asObject)
        .flatMap(Optional::stream);
  }

  private static Optional<String> path(Optional<ObjectValue> output) {
    return output.flatMap(found -> found.textMember("S3OutputPath"));
  }

  private static Optional<String> below(Optional<ObjectValue> output, String job) {
    return path(output).map(place -> place.replaceFirst("/+$", "") + "/" + job + "/");
  }
}

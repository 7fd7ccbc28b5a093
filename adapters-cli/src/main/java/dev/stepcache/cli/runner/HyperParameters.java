package dev.stepcache.cli.runner;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A training job's hyperparameters: texts, which SageMaker's SDK writes as JSON where a script is
 * to read them as its arguments.
 */
record HyperParameters(SortedMap<String, String> texts) {
  static final String PROGRAM = "sagemaker_program";
  static final String SUBMIT_DIRECTORY = "sagemaker_submit_directory";

  /** What SageMaker adds to the hyperparameters of a training job that a tuning job tries. */
  static final String TUNED_METRIC = "_tuning_objective_metric";

  private static final String FOR_THE_CONTAINER = "sagemaker_";

  Optional<String> program() {
    return Optional.ofNullable(texts.get(PROGRAM)).map(HyperParameters::plain);
  }

  Optional<String> submitDirectory() {
    return Optional.ofNullable(texts.get(SUBMIT_DIRECTORY)).map(HyperParameters::plain);
  }

  /** The same, with the code said to lie in this folder where it is said at all. */
  HyperParameters submittedIn(String folder) {
    SortedMap<String, String> changed = new TreeMap<>(texts);
    changed.computeIfPresent(
        SUBMIT_DIRECTORY, (name, old) -> old.startsWith("\"") ? '"' + folder + '"' : folder);
    return new HyperParameters(changed);
  }

  /** Those of the script, without those that say how it is run. */
  List<String> ofTheScript() {
    return texts.keySet().stream()
        .filter(name -> !name.startsWith(FOR_THE_CONTAINER) && !name.equals(TUNED_METRIC))
        .toList();
  }

  /** The script's arguments, {@code --name value}, sorted by name; one letter has one dash. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (String name : ofTheScript()) {
      arguments.add((name.length() == 1 ? "-" : "--") + name);
      arguments.add(value(name));
    }
    return arguments;
  }

  /** A value as a script is given it. */
  String value(String name) {
    return plain(texts.getOrDefault(name, ""));
  }

  /** Texts lose their quotes and Booleans are Python's; all else is as it was written. */
  private static String plain(String text) {
    AttributeValue value = JsonReader.read(text).getOrElse(AttributeValue.text(text));
    if (value instanceof BooleanValue(boolean truth)) {
      return truth ? "True" : "False";
    }
    return value.asText().orElse(text);
  }
}

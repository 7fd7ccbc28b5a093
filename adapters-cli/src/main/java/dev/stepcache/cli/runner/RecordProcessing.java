package dev.stepcache.cli.runner;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transform's DataProcessing: what of each record the model is asked, and what of the record and
 * its answer together is kept. JSON that passes a filter or is joined is written anew, canonically.
 *
 * @param json whether records are JSON values, and not rows of CSV
 */
record RecordProcessing(RecordPath input, RecordPath output, boolean join, boolean json) {

  /** What the model is asked of a record. */
  String asked(String record) throws JobFailure {
    if (input.isWhole()) {
      return record;
    }
    return json ? text(selected(input, parsed(record))) : row(input, Csv.columns(record));
  }

  /** What is kept of a record and its answer. */
  String kept(String record, String answer) throws JobFailure {
    if (!json) {
      List<String> columns = new ArrayList<>(join ? Csv.columns(record) : List.of());
      columns.addAll(Csv.columns(answer));
      return row(output, columns);
    }
    if (!join && output.isWhole()) {
      return answer;
    }
    AttributeValue answered = parsed(answer);
    return text(selected(output, join ? joined(parsed(record), answered) : answered));
  }

  private static AttributeValue joined(AttributeValue record, AttributeValue answer) {
    ObjectValue object =
        record instanceof ObjectValue known
            ? known
            : ObjectValue.EMPTY.with("SageMakerInput", record);
    return object.with("SageMakerOutput", answer);
  }

  private static String row(RecordPath path, List<String> columns) throws JobFailure {
    return Csv.row(path.of(columns).orElseThrow(() -> nothing(Csv.row(columns))));
  }

  private static AttributeValue selected(RecordPath path, AttributeValue value) throws JobFailure {
    Optional<AttributeValue> selected = path.of(value);
    return selected.orElseThrow(() -> nothing(text(value)));
  }

  private static JobFailure nothing(String record) {
    return new JobFailure("ClientError: a filter takes nothing of the record " + record);
  }

  private static AttributeValue parsed(String record) throws JobFailure {
    return JsonReader.read(record)
        .getOrElseThrow(
            fault -> new JobFailure("ClientError: a record is no JSON: %s".formatted(fault)));
  }

  private static String text(AttributeValue value) {
    return CanonicalJson.text(value);
  }
}

package dev.stepcache.http.sagemaker;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Instants as the API has them: seconds since 1970, with a fraction. */
final class Epoch {
  /** The members of jobs in which times lie deeper; what users wrote themselves is none of them. */
  private static final Set<String> WITH_TIMES =
      Set.of(
          "SecondaryStatusTransitions",
          "FinalMetricDataList",
          "DebugRuleEvaluationStatuses",
          "ProfilerRuleEvaluationStatuses",
          "BestTrainingJob",
          "OverallBestTrainingJob",
          "TuningJobCompletionDetails",
          "TrainingJobSummaries",
          "BestCandidate");

  private Epoch() {}

  static NumberValue seconds(Instant instant) {
    return new NumberValue(BigDecimal.valueOf(instant.toEpochMilli(), 3));
  }

  /** A described job with its times as the API has them; we keep them as texts. */
  static ObjectValue in(ObjectValue job) {
    Map<String, AttributeValue> members = new TreeMap<>();
    job.members().forEach((name, value) -> members.put(name, member(name, value)));
    return AttributeValue.object(members);
  }

  private static AttributeValue member(String name, AttributeValue value) {
    if (name.endsWith("Time") || name.equals("Timestamp")) {
      return value instanceof TextValue text ? time(text.text(), value) : value;
    }
    return WITH_TIMES.contains(name) ? within(value) : value;
  }

  private static AttributeValue within(AttributeValue value) {
    return switch (value) {
      case ObjectValue object -> in(object);
      case ListValue list -> new ListValue(list.items().stream().map(Epoch::within).toList());
      default -> value;
    };
  }

  private static AttributeValue time(String text, AttributeValue otherwise) {
    try {
      return seconds(Instant.parse(text));
    } catch (DateTimeException none) {
      return otherwise;
    }
  }
}

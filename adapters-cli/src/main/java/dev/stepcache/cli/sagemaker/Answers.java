package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Answers of services, with instants written as everywhere else in described jobs. */
final class Answers {
  private static final int MILLIS = 3;

  private Answers() {}

  static ObjectValue described(ObjectValue answer) {
    SortedMap<String, AttributeValue> members = new TreeMap<>();
    answer.members().forEach((name, value) -> members.put(name, described(name, value)));
    return new ObjectValue(members);
  }

  /** Instants are numbers there, seconds of the epoch, and known by their names alone. */
  private static AttributeValue described(String name, AttributeValue value) {
    return switch (value) {
      case NumberValue(BigDecimal seconds) when name.endsWith("Time") || name.equals("Timestamp") ->
          AttributeValue.text(JsonObject.instant(instant(seconds)));
      case ObjectValue object -> described(object);
      case ListValue list ->
          new ListValue(list.items().stream().map(item -> described(name, item)).toList());
      default -> value;
    };
  }

  private static Instant instant(BigDecimal seconds) {
    return Instant.ofEpochMilli(
        seconds.movePointRight(MILLIS).setScale(0, RoundingMode.FLOOR).longValue());
  }
}

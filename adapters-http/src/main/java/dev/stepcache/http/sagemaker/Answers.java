package dev.stepcache.http.sagemaker;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parts that several answers have. */
final class Answers {
  private static final int REASON_LENGTH = 1024;

  private Answers() {}

  /** Who did something. */
  static JsonObject user(Arns arns, String principal) {
    return new JsonObject()
        .put("UserProfileName", principal)
        .put(
            "IamIdentity",
            new JsonObject().put("Arn", arns.user(principal)).put("PrincipalId", principal));
  }

  /** How many steps may run at once, where that is said. */
  static Optional<AttributeValue> parallelism(Optional<Integer> width) {
    return width.map(steps -> new JsonObject().put("MaxParallelExecutionSteps", steps).value());
  }

  /** A list of names and values, the values as texts. */
  static ListValue named(Map<String, AttributeValue> values) {
    List<AttributeValue> items =
        values.entrySet().stream()
            .<AttributeValue>map(value ->
                new JsonObject()
                    .put("Name", value.getKey())
                    .put("Value", text(value.getValue()))
                    .value())
            .toList();
    return new ListValue(items);
  }

  /** A value as a text: one that is none as the JSON that it is. */
  static String text(AttributeValue value) {
    return value.asText().orElseGet(() -> CanonicalJson.text(value));
  }

  /** A reason, as long as the API has them. */
  static String reason(String text) {
    return shortened(text, REASON_LENGTH);
  }

  /** A text of at most so many UTF-16 code units, cut between characters. */
  static String shortened(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = length - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  static NumberValue number(long number) {
    return AttributeValue.number(number);
  }
}

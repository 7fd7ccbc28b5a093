package dev.stepcache.cli.runner;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The texts in a request. */
final class Texts {
  private static final Set<String> EXPRESSIONS = Set.of("Get", "Std:Join", "Std:JsonGet");

  private Texts() {}

  /** A value where the request wants a text: a parameter may have put a number there. */
  static String of(AttributeValue value) {
    return value.asText().orElseGet(() -> CanonicalJson.text(value));
  }

  static List<String> all(List<AttributeValue> values) {
    return values.stream().map(Texts::of).toList();
  }

  /** The members of an object, each as a text. */
  static SortedMap<String, String> members(Optional<ObjectValue> object) {
    SortedMap<String, String> members = new TreeMap<>();
    object.ifPresent(
        found -> found.members().forEach((name, value) -> members.put(name, of(value))));
    return members;
  }

  /** The value with each text in it changed, names of members excepted. */
  static AttributeValue mapped(AttributeValue value, UnaryOperator<String> change) {
    return switch (value) {
      case TextValue text -> new TextValue(change.apply(text.text()));
      case ListValue(List<AttributeValue> items) ->
          new ListValue(items.stream().map(item -> mapped(item, change)).toList());
      case ObjectValue(Map<String, AttributeValue> members) ->
          AttributeValue.object(
              members.entrySet().stream()
                  .map(member ->
                      AttributeValue.member(member.getKey(), mapped(member.getValue(), change)))
                  .toList());
      case NumberValue number -> number;
      case BooleanValue truth -> truth;
      case NullValue nothing -> nothing;
    };
  }

  /** Whether this stands for a value that is not known before earlier steps are over. */
  static boolean isExpression(AttributeValue value) {
    return value instanceof ObjectValue(Map<String, AttributeValue> members)
        && members.size() == 1
        && EXPRESSIONS.containsAll(members.keySet());
  }

  /** Whether anything in a value is such an expression. */
  static boolean hasExpressions(AttributeValue value) {
    return isExpression(value)
        || value.items().stream().anyMatch(Texts::hasExpressions)
        || value
            .asObject()
            .map(object -> object.members().values().stream().anyMatch(Texts::hasExpressions))
            .orElse(false);
  }
}

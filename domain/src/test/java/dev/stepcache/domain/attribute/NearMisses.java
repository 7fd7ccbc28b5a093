package dev.stepcache.domain.attribute;

import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Values that differ from a given one as little as can be: by a moved delimiter, a text in place of
 * what it spells, another order, one level more or less.
 */
public final class NearMisses {
  private final RandomGenerator random;
  private final RandomValues values;

  public NearMisses(RandomGenerator random) {
    this.random = random;
    this.values = new RandomValues(random);
  }

  /** An object that differs from the given one in one small thing. */
  public ObjectValue nearMiss(ObjectValue object) {
    while (true) {
      if (nearMiss((AttributeValue) object) instanceof ObjectValue near) {
        return near;
      }
    }
  }

  /** A value that differs from the given one in one small thing. */
  public AttributeValue nearMiss(AttributeValue value) {
    for (int attempt = 0; attempt < 20; attempt++) {
      AttributeValue near = changed(value);
      if (!Values.same(value, near)) {
        return near;
      }
    }
    return AttributeValue.list(value);
  }

  private AttributeValue changed(AttributeValue value) {
    return switch (value) {
      case TextValue text -> changedText(text.text());
      case NumberValue(BigDecimal number) -> changedNumber(number);
      case BooleanValue(boolean truth) ->
          random.nextBoolean() ? new BooleanValue(!truth) : new TextValue(String.valueOf(truth));
      case NullValue() -> random.nextBoolean() ? new TextValue("null") : values.value(1);
      case ListValue(List<AttributeValue> items) -> changedList(items);
      case ObjectValue object -> changedObject(object);
    };
  }

  private AttributeValue changedText(String text) {
    int at = random.nextInt(text.length() + 1);
    while (at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at))) {
      at--;
    }
    String before = text.substring(0, at);
    String after = text.substring(at);
    return switch (random.nextInt(6)) {
      case 0 -> new TextValue(before + values.fragment() + after);
      case 1 -> new TextValue(before + (after.isEmpty() ? "" : withoutFirst(after)));
      case 2 -> new TextValue(after + before);
      case 3 -> AttributeValue.list(new TextValue(before), new TextValue(after));
      case 4 -> AttributeValue.object(Map.of(before, new TextValue(after)));
      default -> spelled(text);
    };
  }

  private static String withoutFirst(String text) {
    return text.substring(Character.charCount(text.codePointAt(0)));
  }

  /** The thing that a text spells, where it spells one. */
  private static AttributeValue spelled(String text) {
    return switch (text) {
      case "true" -> new BooleanValue(true);
      case "null" -> new NullValue();
      case "" -> ObjectValue.EMPTY;
      case "1", "1.0", "1e0" -> AttributeValue.number(1);
      case "0" -> AttributeValue.number(0);
      default -> new TextValue(text + " ");
    };
  }

  private AttributeValue changedNumber(BigDecimal number) {
    boolean roomForDigits = number.precision() < NumberValue.MAX_DIGITS;
    return switch (random.nextInt(5)) {
      case 0 -> new TextValue(number.toString());
      case 1 -> new TextValue(CanonicalJson.number(new NumberValue(number)));
      case 2 -> new NumberValue(number.negate());
      case 3 -> new NumberValue(roomForDigits ? number.add(number.ulp()) : BigDecimal.ONE);
      default -> AttributeValue.list(new NumberValue(number));
    };
  }

  private AttributeValue changedList(List<AttributeValue> items) {
    if (items.isEmpty()) {
      return random.nextBoolean() ? ObjectValue.EMPTY : AttributeValue.list(new NullValue());
    }
    List<AttributeValue> changed = new ArrayList<>(items);
    int at = random.nextInt(items.size());
    switch (random.nextInt(8)) {
      case 0 -> Collections.swap(changed, at, random.nextInt(items.size()));
      case 1 -> changed.add(items.get(at));
      case 2 -> changed.remove(at);
      case 3 -> changed.add(at, new NullValue());
      case 4 -> changed.set(at, AttributeValue.list(items.get(at)));
      case 5 -> {
        changed.remove(at);
        changed.addAll(at, items.get(at).items());
      }
      default -> changed.set(at, nearMiss(items.get(at)));
    }
    return new ListValue(changed);
  }

  private AttributeValue changedObject(ObjectValue object) {
    if (object.isEmpty()) {
      return random.nextBoolean()
          ? AttributeValue.list()
          : object.with(values.text(), new TextValue(""));
    }
    List<String> names = List.copyOf(object.members().keySet());
    String name = values.anyOf(names);
    AttributeValue value = object.member(name).orElseThrow();
    String other = values.anyOf(names);
    AttributeValue otherValue = object.member(other).orElseThrow();
    return switch (random.nextInt(10)) {
      case 0 -> object.with(values.text(), values.value(1));
      case 1 -> object.without(name);
      case 2 -> object.without(name).with(name + values.fragment(), value);
      case 3 -> object.with(name, otherValue).with(other, value);
      case 4 -> object.with(name, AttributeValue.object(Map.of(name, value)));
      case 5 -> object.without(name).with(other, AttributeValue.object(Map.of(name, value)));
      case 6 -> delimiterMoved(object, name, value, other, otherValue);
      case 7 -> withMembersOf(object.without(name), value);
      default -> object.with(name, nearMiss(value));
    };
  }

  /** {"x":"1y2","y":"3"} becomes {"x":"1","y":"2y3"}, and the like with a name or a delimiter. */
  private ObjectValue delimiterMoved(
      ObjectValue object, String name, AttributeValue value, String other, AttributeValue moved) {
    String text = value.asText().orElse("");
    if (text.isEmpty()) {
      return object.with(name, nearMiss(value));
    }
    String first = text.substring(0, Character.charCount(text.codePointAt(0)));
    String rest = withoutFirst(text);
    if (name.equals(other) || !(moved instanceof TextValue otherValue)) {
      return object.without(name).with(name + first, new TextValue(rest));
    }
    return random.nextBoolean()
        ? object
            .with(name, new TextValue(rest))
            .with(other, new TextValue(otherValue.text() + first))
        : object
            .without(other)
            .with(name, new TextValue(text + "\",\"" + other + "\":\"" + otherValue.text()));
  }

  private static ObjectValue withMembersOf(ObjectValue object, AttributeValue value) {
    SortedMap<String, AttributeValue> all = new TreeMap<>(object.members());
    value.asObject().ifPresent(nested -> all.putAll(nested.members()));
    return new ObjectValue(all);
  }
}

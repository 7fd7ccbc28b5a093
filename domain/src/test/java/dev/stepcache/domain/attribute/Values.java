package dev.stepcache.domain.attribute;

import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values from Java literals: texts, whole numbers, Booleans, null, and values as they are. */
public final class Values {
  private Values() {}

  /** An object of names and values in turn. */
  public static ObjectValue object(@Nullable Object... namesAndValues) {
    Map<String, AttributeValue> members = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put(String.valueOf(namesAndValues[i]), value(namesAndValues[i + 1]));
    }
    return AttributeValue.object(members);
  }

  public static ListValue list(@Nullable Object... items) {
    return new ListValue(Arrays.stream(items).map(Values::value).toList());
  }

  /** A number from its spelling, which may be any that Java knows. */
  public static NumberValue number(String spelling) {
    return new NumberValue(new BigDecimal(spelling));
  }

  public static AttributeValue value(@Nullable Object literal) {
    return switch (literal) {
      case null -> new NullValue();
      case AttributeValue value -> value;
      case String text -> new TextValue(text);
      case Integer number -> AttributeValue.number(number);
      case Long number -> AttributeValue.number(number);
      case Boolean truth -> new BooleanValue(truth);
      default -> throw new IllegalArgumentException("no literal of a value: " + literal);
    };
  }

  /** Whether two values are one by the rules of SPEC 4, found out without their own equality. */
  public static boolean same(AttributeValue one, AttributeValue other) {
    return switch (one) {
      case TextValue text -> other instanceof TextValue o && text.text().equals(o.text());
      case NumberValue(var number) ->
          other instanceof NumberValue(var o) && number.compareTo(o) == 0;
      case BooleanValue(boolean truth) -> other instanceof BooleanValue(boolean o) && truth == o;
      case NullValue() -> other instanceof NullValue;
      case ListValue(var items) -> other instanceof ListValue(var o) && sameItems(items, o);
      case ObjectValue(var members) ->
          other instanceof ObjectValue(var o)
              && List.copyOf(members.keySet()).equals(List.copyOf(o.keySet()))
              && sameItems(List.copyOf(members.values()), List.copyOf(o.values()));
    };
  }

  private static boolean sameItems(List<AttributeValue> some, List<AttributeValue> others) {
    boolean same = some.size() == others.size();
    for (int i = 0; same && i < some.size(); i++) {
      same = same(some.get(i), others.get(i));
    }
    return same;
  }
}

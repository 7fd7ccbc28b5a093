package dev.stepcache.domain.attribute;

import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Random values, small and from few characters, so that two of them are often nearly the same. */
public final class RandomValues {
  private static final List<String> FRAGMENTS =
      List.of(
          "a",
          "b",
          "1",
          "0",
          ".",
          "-",
          "e",
          "E",
          "+",
          "\"",
          "\\",
          "/",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          " ",
          "\n",
          "\t",
          "\u0000",
          "\u001f",
          "\u007f",
          "\u0080",
          "\u00e9",
          "e\u0301",
          "\u2028",
          "\ud7ff",
          "\ue000",
          "\ufeff",
          "\uffff",
          "\ud800\udc00",
          "\ud83d\ude00",
          "\udbff\udfff",
          "null",
          "true",
          "\",\"b\":\"",
          "\":\"",
          "\\u0061",
          "1.0",
          "1e0",
          "A");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "10",
          "0.1",
          "1e20",
          "1e21",
          "1e-6",
          "1e-7",
          "9007199254740992",
          "9007199254740993",
          "123456789012345678901234567890",
          "1e9999",
          "1e-9999",
          "0.5e-324");

  private final RandomGenerator random;

  public RandomValues(RandomGenerator random) {
    this.random = random;
  }

  /** An object nested at most so deep. */
  public ObjectValue object(int depth) {
    SortedMap<String, AttributeValue> members = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.put(text(), value(depth - 1));
    }
    return new ObjectValue(members);
  }

  public AttributeValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 6)) {
      case 0, 1, 2 -> new TextValue(text());
      case 3 -> number();
      case 4 -> new BooleanValue(random.nextBoolean());
      case 5 -> new NullValue();
      case 6, 7 -> list(depth);
      default -> object(depth);
    };
  }

  private ListValue list(int depth) {
    List<AttributeValue> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(value(depth - 1));
    }
    return new ListValue(items);
  }

  /** One of the pieces that texts are made of. */
  String fragment() {
    return anyOf(FRAGMENTS);
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(fragment());
    }
    return text.toString();
  }

  public NumberValue number() {
    return new NumberValue(
        switch (random.nextInt(100)) {
          case 0 -> new BigDecimal(new BigInteger("7".repeat(random.nextInt(1, 1_000))), 500);
          case 1, 2, 3, 4, 5, 6, 7, 8, 9 -> new BigDecimal(anyOf(NUMBERS));
          case 10, 11, 12, 13, 14 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(-30, 30));
          default -> BigDecimal.valueOf(random.nextInt(-20, 20), random.nextInt(-2, 3));
        });
  }

  public <T> T anyOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

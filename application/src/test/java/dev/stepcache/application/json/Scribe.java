package dev.stepcache.application.json;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.attribute.RandomValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes values as JSON, each time in another of their spellings: members in any order and null
 * ones among them, white space, escapes, numbers with their point anywhere.
 */
final class Scribe {
  private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t", "\r\n", "  ");
  private static final List<String> ZEROS =
      List.of("0", "-0", "0.0", "-0.00", "0e7", "0E-12", "-0.0e+9999");

  private final SplittableRandom random;
  private final RandomValues values;

  Scribe(SplittableRandom random) {
    this.random = random;
    this.values = new RandomValues(random);
  }

  String write(AttributeValue value) {
    String text =
        switch (value) {
          case TextValue characters -> quoted(characters.text());
          case NumberValue(BigDecimal number) -> number(number);
          case BooleanValue(boolean truth) -> String.valueOf(truth);
          case NullValue() -> "null";
          case ListValue(List<AttributeValue> items) ->
              "[" + String.join(",", items.stream().map(this::write).toList()) + space() + "]";
          case ObjectValue object -> "{" + String.join(",", members(object)) + space() + "}";
        };
    return space() + text + space();
  }

  private String space() {
    return values.anyOf(SPACES);
  }

  private List<String> members(ObjectValue object) {
    Map<String, AttributeValue> members = new HashMap<>(object.members());
    if (random.nextInt(3) == 0) {
      members.putIfAbsent(values.text(), new NullValue());
    }
    List<String> written = new ArrayList<>();
    members.forEach((name, value) -> {
      String member = space() + quoted(name) + space() + ":" + write(value);
      written.add(random.nextInt(written.size() + 1), member);
    });
    return written;
  }

  private String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(character -> quoted.append(spelled(character)));
    return quoted.append('"').toString();
  }

  private String spelled(int character) {
    int escape = "\"\\/\b\t\n\f\r".indexOf(character);
    boolean plain = character >= ' ' && character != '"' && character != '\\';
    return switch (random.nextInt(3)) {
      case 0 -> escaped(character);
      case 1 -> escape >= 0 ? "\\" + "\"\\/btnfr".charAt(escape) : plainOr(plain, character);
      default -> plainOr(plain, character);
    };
  }

  private String plainOr(boolean plain, int character) {
    return plain ? Character.toString(character) : escaped(character);
  }

  private String escaped(int character) {
    StringBuilder escapes = new StringBuilder();
    for (char unit : Character.toChars(character)) {
      escapes.append((random.nextBoolean() ? "\\u%04x" : "\\u%04X").formatted((int) unit));
    }
    return escapes.toString();
  }

  private String number(BigDecimal number) {
    if (number.signum() == 0) {
      return values.anyOf(ZEROS);
    }
    String digits = number.unscaledValue().abs().toString();
    int zeros = digits.length() < 990 ? random.nextInt(4) : 0;
    String longer = digits + "0".repeat(zeros);
    int point = random.nextInt(longer.length() + 1);
    if (Math.abs(exponent(number, digits, point)) > NumberValue.MAX_EXPONENT) {
      point = 1;
    }
    String whole = point == 0 ? "0" : longer.substring(0, point);
    String fraction = point == longer.length() ? "" : "." + longer.substring(point);
    return (number.signum() < 0 ? "-" : "")
        + whole
        + fraction
        + written(exponent(number, digits, point));
  }

  /** The power of ten that is left when the point stands behind so many of the digits. */
  private static int exponent(BigDecimal number, String digits, int point) {
    return digits.length() - number.scale() - point;
  }

  private String written(int exponent) {
    if (exponent == 0 && random.nextBoolean()) {
      return "";
    }
    String sign = exponent < 0 ? "-" : random.nextBoolean() ? "+" : "";
    String zeros = "0".repeat(random.nextInt(3));
    return (random.nextBoolean() ? "e" : "E") + sign + zeros + Math.abs(exponent);
  }
}

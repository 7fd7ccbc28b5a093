package dev.stepcache.domain.attribute;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.math.BigDecimal;
import java.util.Map;

/**
 * The one spelling of a value: RFC 8785 (members sorted by UTF-16 code unit, minimal escapes, no
 * white space), except that numbers are exact decimals (SPEC 4). Values that differ have spellings
 * that differ.
 */
public final class CanonicalJson {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder(1024);

  private CanonicalJson() {}

  public static String text(AttributeValue value) {
    CanonicalJson writer = new CanonicalJson();
    writer.write(value);
    return writer.out.toString();
  }

  /** The canonical text in UTF-8. */
  public static byte[] bytes(AttributeValue value) {
    return text(value).getBytes(UTF_8);
  }

  /**
   * A number's canonical spelling: a plain decimal when its exponent e of d.ddd×10^e satisfies −7 <
   * e < 21, else {@code d.ddde+X} or {@code d.ddde-X}.
   */
  public static String number(NumberValue value) {
    BigDecimal number = value.number();
    long exponent = value.exponent();
    if (-7 < exponent && exponent < 21) {
      return number.toPlainString();
    }
    String digits = number.unscaledValue().abs().toString();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return (number.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }

  private void write(AttributeValue value) {
    switch (value) {
      case TextValue(String text) -> quote(text);
      case NumberValue number -> out.append(number(number));
      case BooleanValue(boolean truth) -> out.append(truth);
      case NullValue() -> out.append("null");
      case ListValue list -> writeList(list);
      case ObjectValue object -> writeObject(object);
    }
  }

  private void writeList(ListValue list) {
    char before = '[';
    for (AttributeValue item : list.items()) {
      out.append(before);
      write(item);
      before = ',';
    }
    out.append(before == '[' ? "[]" : "]");
  }

  private void writeObject(ObjectValue object) {
    char before = '{';
    for (Map.Entry<String, AttributeValue> member : object.members().entrySet()) {
      out.append(before);
      quote(member.getKey());
      out.append(':');
      write(member.getValue());
      before = ',';
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private void quote(String text) {
    out.append('"');
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(text, copied, i);
        escape(c);
        copied = i + 1;
      }
    }
    out.append(text, copied, text.length()).append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
    }
  }
}

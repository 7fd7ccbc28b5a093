package dev.stepcache.domain.attribute;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The one spelling of a value: RFC 8785 (members sorted by UTF-16 code unit, minimal escapes, no
 * white space), except that numbers are exact decimals (SPEC 4). Values that differ have spellings
 * that differ.
 */
public final class CanonicalJson {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private static final int ROOM = 4096;

  private final Optional<MessageDigest> digest;
  private byte[] out = new byte[ROOM];
  private int length;

  /** Writes into a digest, or into {@link #out} where there is none. */
  private CanonicalJson(Optional<MessageDigest> digest) {
    this.digest = digest;
  }

  public static String text(AttributeValue value) {
    CanonicalJson writer = new CanonicalJson(Optional.empty());
    writer.write(value);
    return new String(writer.out, 0, writer.length, UTF_8);
  }

  /** The canonical text in UTF-8. */
  public static byte[] bytes(AttributeValue value) {
    CanonicalJson writer = new CanonicalJson(Optional.empty());
    writer.write(value);
    return Arrays.copyOf(writer.out, writer.length);
  }

  /** The digest of {@link #bytes}, none of which are kept for it. */
  public static byte[] sha256(AttributeValue value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      CanonicalJson writer = new CanonicalJson(Optional.of(digest));
      writer.write(value);
      digest.update(writer.out, 0, writer.length);
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /**
   * A number's canonical spelling: a plain decimal when its exponent e of d.ddd×10^e satisfies −7 <
   * e < 21, else {@code d.ddde+X} or {@code d.ddde-X}.
   */
  public static String number(NumberValue value) {
    BigDecimal number = value.number();
    if (number.scale() == 0 && number.precision() <= NumberValue.DIGITS_OF_LONG) {
      return Long.toString(number.longValue());
    }
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
      case TextValue text -> quote(text);
      case NumberValue number -> appendPlain(number(number));
      case BooleanValue(boolean truth) -> append(truth ? TRUE : FALSE);
      case NullValue() -> append(NULL);
      case ListValue list -> writeList(list);
      case ObjectValue object -> writeObject(object);
    }
  }

  private void writeList(ListValue list) {
    char before = '[';
    for (AttributeValue item : list.items()) {
      append(before);
      write(item);
      before = ',';
    }
    if (before == '[') {
      append('[');
    }
    append(']');
  }

  private void writeObject(ObjectValue object) {
    char before = '{';
    for (SortedMembers.Member member : object.sorted().inOrder()) {
      append(before);
      quote(member.text());
      append(':');
      write(member.value());
      before = ',';
    }
    if (before == '{') {
      append('{');
    }
    append('}');
  }

  private void quote(TextValue value) {
    append('"');
    if (value.isPlain()) {
      appendPlain(value.text());
    } else {
      appendEscaped(value.text());
    }
    append('"');
  }

  @SuppressWarnings("deprecation") // the one copy into an array at hand; it drops no bits of ASCII
  private void appendPlain(String text) {
    makeRoom(text.length());
    text.getBytes(0, text.length(), out, length);
    length += text.length();
  }

  private void appendEscaped(String text) {
    for (byte unit : text.getBytes(UTF_8)) {
      if (unit == '"' || unit == '\\' || (0 <= unit && unit < ' ')) {
        escape(unit);
      } else {
        append((char) unit);
      }
    }
  }

  private void escape(byte unit) {
    append('\\');
    switch (unit) {
      case '"', '\\' -> append((char) unit);
      case '\b' -> append('b');
      case '\t' -> append('t');
      case '\n' -> append('n');
      case '\f' -> append('f');
      case '\r' -> append('r');
      default -> append(new byte[] {'u', '0', '0', HEX[unit >> 4], HEX[unit & 0xf]});
    }
  }

  /** Appends one unit of UTF-8. */
  private void append(char unit) {
    makeRoom(1);
    out[length++] = (byte) unit;
  }

  private void append(byte[] units) {
    makeRoom(units.length);
    System.arraycopy(units, 0, out, length, units.length);
    length += units.length;
  }

  private void makeRoom(int units) {
    if (out.length - length < units) {
      digest.ifPresent(this::empty);
      if (out.length - length < units) {
        out = Arrays.copyOf(out, Math.max(length + units, 2 * out.length));
      }
    }
  }

  private void empty(MessageDigest into) {
    into.update(out, 0, length);
    length = 0;
  }
}

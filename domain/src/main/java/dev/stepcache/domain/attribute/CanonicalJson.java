package dev.stepcache.domain.attribute;

import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The one spelling of a value: RFC 8785 (members sorted by UTF-16 code unit, minimal escapes, no
 * white space), except that numbers are exact decimals (SPEC 4). Values that differ have spellings
 * that differ.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  public static String text(AttributeValue value) {
    return written(value).text();
  }

  /** The canonical text in UTF-8. */
  public static byte[] bytes(AttributeValue value) {
    return written(value).bytes();
  }

  /** The digest of {@link #bytes}, none of which are kept for it. */
  public static byte[] sha256(AttributeValue value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      CanonicalWriter writer = new CanonicalWriter(Optional.of(digest));
      writer.write(value);
      writer.empty(digest);
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static CanonicalWriter written(AttributeValue value) {
    CanonicalWriter writer = new CanonicalWriter(Optional.empty());
    writer.write(value);
    return writer;
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
}

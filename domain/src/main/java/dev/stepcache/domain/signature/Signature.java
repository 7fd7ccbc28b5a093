package dev.stepcache.domain.signature;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.util.HexFormat;

/** The SHA-256 of a key document: 64 lower-case hexadecimal digits. Finds runs, never decides. */
public record Signature(String hex) {
  private static final int DIGITS = 64;

  public Signature {
    if (hex.length() != DIGITS || !areDigits(hex)) {
      throw new IllegalArgumentException("a signature of 64 hexadecimal digits: \"" + hex + "\"");
    }
  }

  private static boolean areDigits(String hex) {
    int i = 0;
    while (i < hex.length() && isDigit(hex.charAt(i))) {
      i++;
    }
    return i == hex.length();
  }

  private static boolean isDigit(int c) {
    return ('0' <= c && c <= '9') || ('a' <= c && c <= 'f');
  }

  static Signature of(ObjectValue document) {
    return new Signature(HexFormat.of().formatHex(CanonicalJson.sha256(document)));
  }

  @Override
  public String toString() {
    return hex;
  }
}

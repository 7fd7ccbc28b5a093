package dev.stepcache.domain.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The SHA-256 of a key document: 64 lower-case hexadecimal digits. Finds runs, never decides. */
public record Signature(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public Signature {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("a signature of 64 hexadecimal digits: \"" + hex + "\"");
    }
  }

  static Signature of(byte[] canonical) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical);
      return new Signature(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}

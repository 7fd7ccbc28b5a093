package dev.stepcache.persistence.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** The percent-encoding of paths in {@code file://} URIs. */
final class PercentEncoding {
  private static final String LITERAL = "-._~/!$&'()*+,;=:@";

  private PercentEncoding() {}

  static String encode(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (isAsciiLetterOrDigit(c) || LITERAL.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  /**
   * A percent sign before anything but two hex digits is one; empty where the bytes are no text.
   */
  static Optional<String> decode(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int copied = 0;
    for (int i = path.indexOf('%'); i >= 0 && i + 2 < path.length(); i = path.indexOf('%', i)) {
      int high = Character.digit(path.charAt(i + 1), 16);
      int low = Character.digit(path.charAt(i + 2), 16);
      if (high < 0 || low < 0) {
        i++;
        continue;
      }
      bytes.writeBytes(path.substring(copied, i).getBytes(UTF_8));
      bytes.write(high << 4 | low);
      i += 3;
      copied = i;
    }
    bytes.writeBytes(path.substring(copied).getBytes(UTF_8));
    try {
      return Optional.of(
          UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
    } catch (CharacterCodingException noText) {
      return Optional.empty();
    }
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return c < 0x80 && Character.isLetterOrDigit(c);
  }
}

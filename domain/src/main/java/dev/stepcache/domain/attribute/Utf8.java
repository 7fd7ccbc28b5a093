package dev.stepcache.domain.attribute;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The form in bytes that every text has, but one with a lone surrogate. */
final class Utf8 {
  private Utf8() {}

  /**
   * The form of a text.
   *
   * @throws IllegalArgumentException for one with a lone surrogate
   */
  static byte[] of(String text) {
    require(text);
    return text.getBytes(UTF_8);
  }

  /**
   * Which of two texts stands first in the order of UTF-16 code units, by the first bytes of their
   * forms that differ.
   */
  static int compare(byte one, byte other) {
    return rank(one) - rank(other);
  }

  /** The order of the bytes, but that surrogates, which begin with F0 and more, precede U+E000. */
  private static int rank(byte unit) {
    int unsigned = Byte.toUnsignedInt(unit);
    return unsigned == 0xee || unsigned == 0xef ? unsigned + 0x10 : unsigned;
  }

  private static void require(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          throw new IllegalArgumentException("a lone surrogate at character " + i);
        }
        i++;
      }
    }
  }
}

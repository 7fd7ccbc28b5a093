package dev.stepcache.domain.attribute;

/**
 * Text of ASCII that JSON spells as it is: no quote, no backslash and no control character. Nearly
 * all text is such.
 */
final class PlainText {
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private PlainText() {}

  /** Whether all bytes are plain. */
  static boolean is(byte[] bytes) {
    int i = 0;
    while (i + Long.BYTES <= bytes.length && others(EightBytes.at(bytes, i)) == 0) {
      i += Long.BYTES;
    }
    while (i < bytes.length && isPlain(bytes[i])) {
      i++;
    }
    return i == bytes.length;
  }

  /** Where the first byte stands that is not plain, of bytes that end with eight zeros. */
  static int end(byte[] bytes, int from) {
    int i = from;
    long others = others(EightBytes.at(bytes, i));
    while (others == 0) {
      i += Long.BYTES;
      others = others(EightBytes.at(bytes, i));
    }
    return i + EightBytes.first(others);
  }

  /** A byte beyond ASCII is negative. */
  private static boolean isPlain(byte c) {
    return ' ' <= c && c != '"' && c != '\\';
  }

  /**
   * The high bit of each of eight bytes that is not plain. A byte behind the first such may have it
   * wrongly: the borrow of a subtraction goes there.
   */
  private static long others(long bytes) {
    long belowSpace = bytes - ' ' * EACH;
    long quote = (bytes ^ '"' * EACH) - EACH;
    long escape = (bytes ^ '\\' * EACH) - EACH;
    return (bytes | belowSpace | quote | escape) & HIGH_BITS;
  }
}

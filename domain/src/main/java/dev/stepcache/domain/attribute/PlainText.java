package dev.stepcache.domain.attribute;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Text of ASCII that JSON spells as it is: no quote, no backslash and no control character. Nearly
 * all text is such, and it can be looked at eight characters at a time.
 */
final class PlainText {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private PlainText() {}

  /** Where in some bytes, between two places, the first stands that is not plain; else the end. */
  static int end(byte[] bytes, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long others = others((long) EIGHT_BYTES.get(bytes, i));
      if (others != 0) {
        return i + Long.numberOfTrailingZeros(others) / Byte.SIZE;
      }
    }
    while (i < to && isPlain(bytes[i])) {
      i++;
    }
    return i;
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

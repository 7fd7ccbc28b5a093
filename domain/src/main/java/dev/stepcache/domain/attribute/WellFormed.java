package dev.stepcache.domain.attribute;

/** Text that has a UTF-8 form. */
final class WellFormed {
  private WellFormed() {}

  static void require(String text) {
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

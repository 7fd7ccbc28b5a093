package dev.stepcache.domain.expiry;

import io.vavr.control.Either;

/**
 * Reads {@code ["P"] date ["T" time]} or {@code ["P"] "T" time}, in one pass; letters in either
 * case.
 */
final class ExpireAfterParser {
  private static final String DATE_UNITS = "YMWD";
  private static final String TIME_UNITS = "HM";
  private static final int MAX_DIGITS = 9;

  private final String text;
  private int position;

  ExpireAfterParser(String text) {
    this.text = text;
  }

  Either<ExpireAfterSyntaxError, ExpireAfter> parse() {
    try {
      return Either.right(duration());
    } catch (Unexpected unexpected) {
      return Either.left(
          new ExpireAfterSyntaxError(text, unexpected.position, unexpected.expected));
    }
  }

  private ExpireAfter duration() throws Unexpected {
    String first = skip('P') ? "a number or T" : "P, a number or T";
    long[] date = next() == 'T' ? new long[DATE_UNITS.length()] : values(DATE_UNITS, first);
    boolean timeWritten = skip('T');
    long[] time = timeWritten ? values(TIME_UNITS, "a number") : new long[TIME_UNITS.length()];
    if (position < text.length()) {
      throw new Unexpected(
          position, timeWritten ? "the end of the text" : "T or the end of the text");
    }
    if ((date[0] | date[1] | date[2] | date[3] | time[0] | time[1]) == 0) {
      throw new Unexpected(0, "a duration longer than 0");
    }
    return new ExpireAfter(date[0], date[1], date[2], date[3], time[0], time[1]);
  }

  /** At least one value, each unit at most once and in the order given. */
  private long[] values(String units, String first) throws Unexpected {
    if (!isDigit()) {
      throw new Unexpected(position, first);
    }
    long[] values = new long[units.length()];
    int following = 0;
    do {
      long amount = amount();
      int unit = units.indexOf(next(), following);
      if (unit < 0) {
        throw new Unexpected(
            position, expectedUnit(units.substring(following), units.equals(DATE_UNITS)));
      }
      values[unit] = amount;
      following = unit + 1;
      position++;
    } while (following < units.length() && isDigit());
    return values;
  }

  private String expectedUnit(String units, boolean isDate) {
    String letters = String.join(", ", units.split(""));
    if (isDate && next() == 'H') {
      return letters + " (hours and minutes follow a T)";
    }
    return letters + (next() == 'S' && !isDate ? " (there are no seconds)" : "");
  }

  private long amount() throws Unexpected {
    int start = position;
    while (isDigit()) {
      position++;
    }
    if (position - start > MAX_DIGITS) {
      throw new Unexpected(start + MAX_DIGITS, "a unit after at most 9 digits");
    }
    return Long.parseLong(text, start, position, 10);
  }

  private boolean isDigit() {
    char c = next();
    return c >= '0' && c <= '9';
  }

  private boolean skip(char letter) {
    boolean there = next() == letter;
    if (there) {
      position++;
    }
    return there;
  }

  /** The next character, ASCII letters in upper case; 0 at the end. */
  private char next() {
    if (position >= text.length()) {
      return 0;
    }
    char c = text.charAt(position);
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
  }

  private static final class Unexpected extends Exception {
    private static final long serialVersionUID = 1;
    private final int position;
    private final String expected;

    Unexpected(int position, String expected) {
      super(expected, null, false, false);
      this.position = position;
      this.expected = expected;
    }
  }
}

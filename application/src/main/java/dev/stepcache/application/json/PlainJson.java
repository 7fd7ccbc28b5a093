package dev.stepcache.application.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.attribute.DocumentBytes;
import dev.stepcache.domain.attribute.OpenValues;
import java.util.Optional;

/**
 * Reads JSON that is plainly well formed, in one pass over its bytes, several times as fast as
 * {@link JsonReader} does with its library. It gives up at whatever is not, or is rare, and leaves
 * that, and what is to be said of it, to the other: what it reads is what the other would read.
 */
final class PlainJson {
  private static final AttributeValue TRUE = new BooleanValue(true);
  private static final AttributeValue FALSE = new BooleanValue(false);
  private static final AttributeValue NULL = new NullValue();
  private static final ListValue NO_ITEMS = AttributeValue.list();

  private final byte[] text;
  private final DocumentBytes document;
  private final OpenValues open = new OpenValues();
  private final int maxDepth;

  private int at;

  private static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1;

    GivenUp() {
      super("", null, false, false);
    }
  }

  private PlainJson(byte[] text, int maxDepth) {
    this.text = text;
    this.document = new DocumentBytes(text);
    this.maxDepth = maxDepth;
  }

  /** The value of a document in UTF-8; empty where {@link JsonReader} has to look. */
  static Optional<AttributeValue> read(byte[] text, int maxDepth) {
    try {
      PlainJson reading = new PlainJson(text, maxDepth);
      AttributeValue value = reading.value(1);
      return reading.isAtEnd() ? Optional.of(value) : Optional.empty();
    } catch (GivenUp | IndexOutOfBoundsException | IllegalArgumentException notPlain) {
      return Optional.empty();
    }
  }

  /** The next byte that is no white space; the reading is then there. */
  private byte next() {
    int i = at;
    while (isSpace(text[i])) {
      i++;
    }
    at = i;
    return text[i];
  }

  private boolean isAtEnd() {
    while (at < text.length && isSpace(text[at])) {
      at++;
    }
    return at == text.length;
  }

  private static boolean isSpace(byte unit) {
    return unit <= ' ' && (unit == ' ' || unit == '\n' || unit == '\r' || unit == '\t');
  }

  private AttributeValue value(int depth) {
    return switch (next()) {
      case '{' -> object(nested(depth));
      case '[' -> list(nested(depth));
      case '"' -> text();
      case 't' -> literal("true", TRUE);
      case 'f' -> literal("false", FALSE);
      case 'n' -> literal("null", NULL);
      default -> number();
    };
  }

  private int nested(int depth) {
    if (depth > maxDepth) {
      throw new GivenUp();
    }
    return depth + 1;
  }

  private AttributeValue literal(String spelling, AttributeValue value) {
    for (int i = 0; i < spelling.length(); i++) {
      if (text[at++] != spelling.charAt(i)) {
        throw new GivenUp();
      }
    }
    return value;
  }

  private ObjectValue object(int depth) {
    at++;
    if (isNext('}')) {
      return ObjectValue.EMPTY;
    }
    int first = open.members();
    do {
      TextValue name = name();
      expect(':');
      // Most values are text, which takes no walk around.
      open.addMember(name, next() == '"' ? text() : value(depth));
    } while (goesOn('}'));
    return open.object(first);
  }

  private ListValue list(int depth) {
    at++;
    if (isNext(']')) {
      return NO_ITEMS;
    }
    int first = open.items();
    do {
      open.addItem(value(depth));
    } while (goesOn(']'));
    return open.list(first);
  }

  /** Goes behind the next byte: a comma where more follows, else the one that ends it. */
  private boolean goesOn(char end) {
    byte next = next();
    at++;
    if (next != ',' && next != end) {
      throw new GivenUp();
    }
    return next == ',';
  }

  /** Goes behind the next byte if it is this one. */
  private boolean isNext(char unit) {
    boolean is = next() == unit;
    at += is ? 1 : 0;
    return is;
  }

  /** Goes behind the next byte, which has to be this one. */
  private void expect(char unit) {
    if (!isNext(unit)) {
      throw new GivenUp();
    }
  }

  private TextValue name() {
    if (next() != '"') {
      throw new GivenUp();
    }
    return text();
  }

  private TextValue text() {
    TextValue plain = document.plainText(at + 1);
    int end = at + 1 + plain.length();
    if (text[end] != '"') {
      return escapedText();
    }
    at = end + 1;
    return plain;
  }

  private TextValue escapedText() {
    StringBuilder characters = new StringBuilder();
    for (at++; text[at] != '"'; ) {
      if (text[at] == '\\') {
        characters.append(escaped());
      } else {
        characters.append(unescaped());
      }
    }
    at++;
    return new TextValue(characters.toString());
  }

  /**
   * As far as no escape comes. Text with the character that stands for what is no UTF-8 is rare.
   */
  private String unescaped() {
    int start = at;
    while (text[at] != '"' && text[at] != '\\') {
      if (0 <= text[at] && text[at] < ' ') {
        throw new GivenUp();
      }
      at++;
    }
    String decoded = new String(text, start, at - start, UTF_8);
    if (decoded.indexOf('\uFFFD') >= 0) {
      throw new GivenUp();
    }
    return decoded;
  }

  private char escaped() {
    at += 2;
    return switch (text[at - 1]) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw new GivenUp();
    };
  }

  /** Four hexadecimal digits; one half of a pair is rare. */
  private char unit() {
    int unit = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = text[at] < 0 ? -1 : Character.digit(text[at], 16);
      if (digit < 0) {
        throw new GivenUp();
      }
      unit = 16 * unit + digit;
    }
    if (Character.isSurrogate((char) unit)) {
      throw new GivenUp();
    }
    return (char) unit;
  }

  private NumberValue number() {
    int start = at;
    if (text[at] == '-') {
      at++;
    }
    int first = at;
    skipDigits();
    if (text[first] == '0' && at > first + 1) {
      throw new GivenUp();
    }
    int digits = at - start;
    if (at == text.length || (text[at] != '.' && text[at] != 'e' && text[at] != 'E')) {
      return digits <= 18 ? AttributeValue.number(whole(start)) : JsonReader.exact(spelling(start));
    }
    if (text[at] == '.') {
      at++;
      skipDigits();
    }
    if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
      at += text[at + 1] == '+' || text[at + 1] == '-' ? 2 : 1;
      skipDigits();
    }
    return JsonReader.exact(spelling(start));
  }

  /** At least one. */
  private void skipDigits() {
    int start = at;
    while (at < text.length && '0' <= text[at] && text[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw new GivenUp();
    }
  }

  private long whole(int start) {
    long number = 0;
    for (int i = text[start] == '-' ? start + 1 : start; i < at; i++) {
      number = 10 * number + text[i] - '0';
    }
    return text[start] == '-' ? -number : number;
  }

  private String spelling(int start) {
    return new String(text, start, at - start, ISO_8859_1);
  }
}

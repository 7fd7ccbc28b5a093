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
import dev.stepcache.domain.attribute.PlainText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  /** A power of two. */
  private static final int KNOWN_NAMES = 256;

  private final byte[] text;
  private final int maxDepth;

  /** Names come again and again in a document, and are then one in memory. */
  private final Name[] knownNames = new Name[KNOWN_NAMES];

  /** Of all objects that are begun, the inner ones behind the outer ones. */
  private final List<Map.Entry<String, AttributeValue>> members = new ArrayList<>();

  /** Of all lists that are begun. */
  private final List<AttributeValue> items = new ArrayList<>();

  private int at;

  /** A name, and where in the document it stands. */
  private record Name(int from, int to, TextValue text) {}

  private static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1;

    GivenUp() {
      super("", null, false, false);
    }
  }

  private PlainJson(byte[] text, int maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  /** The value of a document in UTF-8; empty where {@link JsonReader} has to look. */
  static Optional<AttributeValue> read(byte[] text, int maxDepth) {
    try {
      PlainJson reading = new PlainJson(text, maxDepth);
      AttributeValue value = reading.value(1);
      reading.skipSpace();
      return reading.at == text.length ? Optional.of(value) : Optional.empty();
    } catch (GivenUp | IndexOutOfBoundsException | IllegalArgumentException notPlain) {
      return Optional.empty();
    }
  }

  private void skipSpace() {
    int i = at;
    while (i < text.length
        && text[i] <= ' '
        && (text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t')) {
      i++;
    }
    at = i;
  }

  private AttributeValue value(int depth) {
    skipSpace();
    return switch (text[at]) {
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
      expect(spelling.charAt(i));
    }
    return value;
  }

  private void expect(int unit) {
    if (text[at++] != unit) {
      throw new GivenUp();
    }
  }

  private ObjectValue object(int depth) {
    if (isEmpty('}')) {
      return ObjectValue.EMPTY;
    }
    int first = members.size();
    do {
      skipSpace();
      TextValue name = name();
      skipSpace();
      expect(':');
      AttributeValue value = value(depth);
      members.add(AttributeValue.member(name, value));
    } while (isFollowed('}'));
    List<Map.Entry<String, AttributeValue>> own = members.subList(first, members.size());
    ObjectValue object = AttributeValue.object(own);
    own.clear();
    return object;
  }

  private ListValue list(int depth) {
    if (isEmpty(']')) {
      return NO_ITEMS;
    }
    int first = items.size();
    do {
      AttributeValue value = value(depth);
      items.add(value);
    } while (isFollowed(']'));
    List<AttributeValue> own = items.subList(first, items.size());
    ListValue list = new ListValue(own);
    own.clear();
    return list;
  }

  /** Whether what begins here ends at once. */
  private boolean isEmpty(char end) {
    at++;
    skipSpace();
    boolean empty = text[at] == end;
    at += empty ? 1 : 0;
    return empty;
  }

  /** Whether a comma comes, and not the end. */
  private boolean isFollowed(char end) {
    skipSpace();
    boolean followed = text[at] == ',';
    expect(followed ? ',' : end);
    return followed;
  }

  private TextValue name() {
    if (text[at] != '"') {
      throw new GivenUp();
    }
    int start = at + 1;
    int end = PlainText.end(text, start, text.length);
    if (text[end] != '"') {
      return escapedText();
    }
    at = end + 1;
    int place = place(start, end);
    Name known = knownNames[place];
    if (known == null || !Arrays.equals(text, known.from, known.to, text, start, end)) {
      known = new Name(start, end, TextValue.ofPlain(text, start, end));
      knownNames[place] = known;
    }
    return known.text;
  }

  /** Where a name is looked for among the known ones: by its length and three of its letters. */
  private int place(int start, int end) {
    int length = end - start;
    if (length == 0) {
      return 0;
    }
    int letters = text[start] * 31 + text[end - 1] * 17 + text[start + length / 2];
    return (letters * 7 + length) & (KNOWN_NAMES - 1);
  }

  private TextValue text() {
    int start = at + 1;
    int end = PlainText.end(text, start, text.length);
    if (text[end] != '"') {
      return escapedText();
    }
    at = end + 1;
    return TextValue.ofPlain(text, start, end);
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

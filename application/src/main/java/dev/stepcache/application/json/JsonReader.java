package dev.stepcache.application.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import io.vavr.control.Either;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one JSON value exactly: numbers keep every digit; duplicate members, lone surrogates, text
 * behind the value, and whatever is over the limits of SPEC 4 are refused with their place. Most
 * documents are read by {@link PlainJson}; those that it gives up are read here, thoroughly.
 */
public final class JsonReader {
  public static final int MAX_BYTES = 10 * 1024 * 1024;
  public static final int MAX_DEPTH = AttributeValue.MAX_DEPTH;

  /** A stored key document wraps what was read in two more levels, an export in a few more. */
  private static final int OWN_MAX_DEPTH = MAX_DEPTH + 16;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(OWN_MAX_DEPTH + 1)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** What Jackson adds to its messages for those who program it. */
  private static final Pattern ASIDE =
      Pattern.compile(" \\(start marker at .*| \\(not recognized .*|: enable `.*");

  private final JsonParser parser;
  private final int maxDepth;

  private JsonReader(JsonParser parser, int maxDepth) {
    this.parser = parser;
    this.maxDepth = maxDepth;
  }

  /** Reads a document that came from outside, in UTF-8; a byte order mark is skipped. */
  public static Either<JsonFault, AttributeValue> read(byte[] document) {
    if (document.length > MAX_BYTES) {
      return tooLong(document.length);
    }
    return PlainJson.read(document, MAX_DEPTH)
        .<Either<JsonFault, AttributeValue>>map(Either::right)
        .orElseGet(() -> readThoroughly(document));
  }

  static Either<JsonFault, AttributeValue> readThoroughly(byte[] document) {
    ByteBuffer bytes = ByteBuffer.wrap(document);
    try {
      return parse(unmarked(UTF_8.newDecoder().decode(bytes).toString()), MAX_DEPTH);
    } catch (CharacterCodingException malformed) {
      String before = new String(document, 0, bytes.position(), UTF_8);
      return faultAfter(before, "byte " + bytes.position() + " is no UTF-8");
    }
  }

  /** Reads a document that came from outside. */
  public static Either<JsonFault, AttributeValue> read(String document) {
    byte[] bytes = document.getBytes(UTF_8);
    return bytes.length > MAX_BYTES ? tooLong(bytes.length) : read(document, bytes, MAX_DEPTH);
  }

  /** Reads what was written by this program; anything else is a broken promise. */
  public static AttributeValue readOwn(String document) {
    return read(document, document.getBytes(UTF_8), OWN_MAX_DEPTH)
        .getOrElseThrow(fault -> new IllegalArgumentException("stored JSON: " + fault));
  }

  private static Either<JsonFault, AttributeValue> read(
      String document, byte[] bytes, int maxDepth) {
    // A lone surrogate is a question mark in the bytes.
    boolean isInBytes = document.chars().noneMatch(c -> Character.isSurrogate((char) c));
    return (isInBytes ? PlainJson.read(bytes, maxDepth) : Optional.<AttributeValue>empty())
        .<Either<JsonFault, AttributeValue>>map(Either::right)
        .orElseGet(() -> readThoroughly(document, maxDepth));
  }

  private static Either<JsonFault, AttributeValue> readThoroughly(String document, int maxDepth) {
    CharBuffer characters = CharBuffer.wrap(document);
    try {
      UTF_8.newEncoder().encode(characters);
      return parse(unmarked(document), maxDepth);
    } catch (CharacterCodingException malformed) {
      int position = characters.position();
      String message = "the lone surrogate U+%04X".formatted((int) document.charAt(position));
      return faultAfter(document.substring(0, position), message);
    }
  }

  private static Either<JsonFault, AttributeValue> parse(String text, int maxDepth) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonReader(parser, maxDepth).read();
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  private static Either<JsonFault, AttributeValue> tooLong(int length) {
    String message = "the document has " + length + " bytes, 10 MiB are the most";
    return Either.left(new JsonFault(1, 1, "", message));
  }

  private static String unmarked(String document) {
    return document.startsWith("\uFEFF") ? document.substring(1) : document;
  }

  private static Either<JsonFault, AttributeValue> faultAfter(String before, String message) {
    String unmarked = unmarked(before);
    int line = 1 + (int) unmarked.chars().filter(c -> c == '\n').count();
    int column = unmarked.length() - unmarked.lastIndexOf('\n');
    return Either.left(new JsonFault(line, column, "", message));
  }

  private Either<JsonFault, AttributeValue> read() throws IOException {
    try {
      return Either.right(document());
    } catch (Refused refused) {
      return Either.left(refused.fault);
    } catch (JsonProcessingException malformed) {
      String message = malformed.getOriginalMessage().lines().findFirst().orElse("malformed");
      JsonLocation at =
          malformed.getLocation() == null ? parser.currentLocation() : malformed.getLocation();
      return Either.left(
          fault(
              at, parser.getParsingContext(), "no JSON: " + ASIDE.matcher(message).replaceAll("")));
    }
  }

  private AttributeValue document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new Refused(
          fault(parser.currentLocation(), parser.getParsingContext(), "a JSON value was expected"));
    }
    AttributeValue value = value(first, 1);
    if (parser.nextToken() != null) {
      throw refused("the document ends before here, but more text follows");
    }
    return value;
  }

  private AttributeValue value(JsonToken token, int depth) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(nested(depth));
      case START_ARRAY -> list(nested(depth));
      case VALUE_STRING -> new TextValue(wellFormed(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
      case VALUE_TRUE -> new BooleanValue(true);
      case VALUE_FALSE -> new BooleanValue(false);
      case VALUE_NULL -> new NullValue();
      default -> throw new IllegalStateException("no value begins with " + token);
    };
  }

  private int nested(int depth) {
    if (depth > maxDepth) {
      throw refused("values are nested more than %d levels deep".formatted(MAX_DEPTH));
    }
    return depth + 1;
  }

  private ObjectValue object(int depth) throws IOException {
    Map<String, AttributeValue> members = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (members.containsKey(name)) {
        throw refused("the member \"%s\" stands here twice".formatted(name));
      }
      members.put(name, value(parser.nextToken(), depth));
    }
    return AttributeValue.object(members);
  }

  private ListValue list(int depth) throws IOException {
    List<AttributeValue> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token, depth));
    }
    return new ListValue(items);
  }

  private NumberValue number(String text) {
    try {
      return exact(text);
    } catch (IllegalArgumentException beyond) {
      throw refused(String.valueOf(beyond.getMessage()));
    }
  }

  /**
   * The number that has a spelling in JSON.
   *
   * @throws IllegalArgumentException for one of more digits, or with another exponent, than allowed
   */
  static NumberValue exact(String text) {
    int exponentAt = Math.max(text.indexOf('e'), text.indexOf('E'));
    if (digits(exponentAt < 0 ? text : text.substring(0, exponentAt)) > NumberValue.MAX_DIGITS) {
      throw new IllegalArgumentException("a number has more than 1,000 digits");
    }
    try {
      int exponent = exponentAt < 0 ? 0 : Integer.parseInt(text, exponentAt + 1, text.length(), 10);
      if (Math.abs((long) exponent) <= NumberValue.MAX_EXPONENT) {
        return new NumberValue(new BigDecimal(text));
      }
    } catch (IllegalArgumentException beyond) {
      // Told below: the digits are within their limit.
    }
    throw new IllegalArgumentException("a number has an exponent beyond ±9,999");
  }

  /** The digits of a decimal as it is written, leading zeros left out. */
  private static long digits(String decimal) {
    return decimal.chars().dropWhile(c -> c < '1' || c > '9').filter(Character::isDigit).count();
  }

  private String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          throw refused("a text has the lone surrogate U+%04X".formatted((int) text.charAt(i)));
        }
        i++;
      }
    }
    return text;
  }

  private Refused refused(String message) {
    return new Refused(fault(parser.currentTokenLocation(), parser.getParsingContext(), message));
  }

  private static JsonFault fault(JsonLocation at, JsonStreamContext within, String message) {
    int column = Math.max(1, at.getColumnNr());
    return new JsonFault(at.getLineNr(), column, within.pathAsPointer().toString(), message);
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient JsonFault fault;

    Refused(JsonFault fault) {
      super(fault.message(), null, false, false);
      this.fault = fault;
    }
  }
}

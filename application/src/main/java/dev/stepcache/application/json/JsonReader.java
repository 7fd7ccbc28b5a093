package dev.stepcache.application.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
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

/**
 * Reads one JSON value exactly: numbers keep every digit; duplicate members, lone surrogates, text
 * behind the value, and whatever is over the limits of SPEC 4 are refused with their place.
 */
public final class JsonReader {
  public static final int MAX_BYTES = 10 * 1024 * 1024;
  public static final int MAX_DEPTH = 256;

  /** A stored key document wraps what was read in two more levels, an export in a few more. */
  private static final int OWN_MAX_DEPTH = MAX_DEPTH + 16;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(OWN_MAX_DEPTH + 1)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;
  private final int maxDepth;

  private JsonReader(JsonParser parser, int maxDepth) {
    this.parser = parser;
    this.maxDepth = maxDepth;
  }

  /** Reads a document that came from outside, in UTF-8; a byte order mark is skipped. */
  public static Either<JsonFault, AttributeValue> read(byte[] document) {
    if (document.length > MAX_BYTES) {
      return Either.left(
          new JsonFault(
              1,
              1,
              "",
              "the document has %,d bytes, 10 MiB are the most".formatted(document.length)));
    }
    CharBuffer text;
    ByteBuffer bytes = ByteBuffer.wrap(document);
    try {
      text = UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException malformed) {
      return Either.left(
          new JsonFault(1, 1, "", "byte %,d is no UTF-8".formatted(bytes.position())));
    }
    boolean marked = text.length() > 0 && text.charAt(0) == '\uFEFF';
    return read(
        marked ? text.subSequence(1, text.length()).toString() : text.toString(), MAX_DEPTH);
  }

  /** Reads a document that came from outside. */
  public static Either<JsonFault, AttributeValue> read(String document) {
    return read(document.getBytes(UTF_8));
  }

  /** Reads what was written by this program; anything else is a broken promise. */
  public static AttributeValue readOwn(String document) {
    return read(document, OWN_MAX_DEPTH)
        .getOrElseThrow(fault -> new IllegalArgumentException("stored JSON: " + fault));
  }

  private static Either<JsonFault, AttributeValue> read(String text, int maxDepth) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return Either.right(new JsonReader(parser, maxDepth).document());
    } catch (Refused refused) {
      return Either.left(refused.fault);
    } catch (JsonProcessingException malformed) {
      JsonLocation at = malformed.getLocation();
      return Either.left(
          at == null
              ? new JsonFault(1, 1, "", malformed.getOriginalMessage())
              : new JsonFault(at.getLineNr(), at.getColumnNr(), "", firstLine(malformed)));
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  private static String firstLine(JsonProcessingException malformed) {
    return "no JSON: " + malformed.getOriginalMessage().lines().findFirst().orElse("malformed");
  }

  private AttributeValue document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw refused("a JSON value was expected, but the text is empty");
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
      String name = wellFormed(parser.currentName());
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
    int exponentAt = Math.max(text.indexOf('e'), text.indexOf('E'));
    String mantissa = exponentAt < 0 ? text : text.substring(0, exponentAt);
    if (mantissa.chars().filter(Character::isDigit).count() > NumberValue.MAX_DIGITS) {
      throw refused("a number has more than 1,000 digits");
    }
    try {
      if (exponentAt >= 0
          && Math.abs((long) Integer.parseInt(text.substring(exponentAt + 1)))
              > NumberValue.MAX_EXPONENT) {
        throw refused("a number has an exponent beyond ±9,999");
      }
      return new NumberValue(new BigDecimal(text));
    } catch (IllegalArgumentException beyondLimits) {
      throw refused("a number has more than 1,000 digits or an exponent beyond ±9,999");
    }
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
    JsonLocation at = parser.currentTokenLocation();
    return new Refused(
        new JsonFault(
            at.getLineNr(),
            at.getColumnNr(),
            parser.getParsingContext().pathAsPointer().toString(),
            message));
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

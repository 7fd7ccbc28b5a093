package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import io.vavr.control.Either;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value that an execution is started with.
 *
 * @param enumValues the only texts allowed; any when empty
 */
public record PipelineParameter(
    String name, Type type, Optional<AttributeValue> defaultValue, List<String> enumValues) {

  public PipelineParameter {
    enumValues = List.copyOf(enumValues);
  }

  /** The declared type, by which a text is read before it counts (X1). */
  public enum Type {
    STRING("String"),
    INTEGER("Integer"),
    FLOAT("Float"),
    BOOLEAN("Boolean");

    /** More digits would be refused in JSON too. */
    private static final int MAX_LENGTH = NumberValue.MAX_DIGITS;

    private static final Pattern INTEGRAL = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL =
        Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

    private final String spelling;

    Type(String spelling) {
      this.spelling = spelling;
    }

    public String spelling() {
      return spelling;
    }

    static Optional<Type> named(String spelling) {
      for (Type type : values()) {
        if (type.spelling.equals(spelling)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }

    /** The value that a text is; empty when it is none of this type. */
    Optional<AttributeValue> read(String text) {
      return switch (this) {
        case STRING -> Optional.of(new TextValue(text));
        case INTEGER -> number(text, INTEGRAL).map(number -> number);
        case FLOAT -> number(text, DECIMAL).map(number -> number);
        case BOOLEAN ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> Optional.of(new BooleanValue(true));
              case "false" -> Optional.of(new BooleanValue(false));
              default -> Optional.empty();
            };
      };
    }

    /** The number that a text is. */
    static Optional<BigDecimal> numberIn(String text) {
      return number(text, DECIMAL).map(NumberValue::number);
    }

    private static Optional<NumberValue> number(String text, Pattern form) {
      if (text.length() > MAX_LENGTH || !form.matcher(text).matches()) {
        return Optional.empty();
      }
      try {
        return Optional.of(new NumberValue(new BigDecimal(text)));
      } catch (IllegalArgumentException beyondLimits) {
        return Optional.empty();
      }
    }

    /** Whether a JSON value is one of this type; an Integer is a number without a fraction. */
    boolean accepts(AttributeValue value) {
      return switch (this) {
        case STRING -> value instanceof TextValue;
        case INTEGER -> value instanceof NumberValue(BigDecimal number) && number.scale() <= 0;
        case FLOAT -> value instanceof NumberValue;
        case BOOLEAN -> value instanceof BooleanValue;
      };
    }
  }

  /** Reads the text that an execution is started with; the left side says what was expected. */
  public Either<String, AttributeValue> read(String text) {
    return checked(type.read(text), "\"" + text + "\"");
  }

  /** Takes a JSON value, a text being read by the declared type. */
  public Either<String, AttributeValue> accept(AttributeValue value) {
    if (value instanceof TextValue text) {
      return read(text.text());
    }
    return checked(Optional.of(value).filter(type::accepts), "the value");
  }

  private Either<String, AttributeValue> checked(Optional<AttributeValue> value, String shown) {
    if (value.isEmpty()) {
      return Either.left(
          "parameter %s takes %s, but %s is none".formatted(name, described(), shown));
    }
    boolean allowed =
        enumValues.isEmpty()
            || Expression.joined(value.get()).filter(enumValues::contains).isPresent();
    return allowed
        ? Either.right(value.get())
        : Either.left("parameter %s takes one of %s, not %s".formatted(name, enumValues, shown));
  }

  private String described() {
    return switch (type) {
      case STRING -> "a String";
      case INTEGER -> "an Integer";
      case FLOAT -> "a Float";
      case BOOLEAN -> "a Boolean, true or false";
    };
  }
}

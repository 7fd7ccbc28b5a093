package dev.stepcache.domain.attribute;

import static java.util.Collections.unmodifiableSortedMap;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON value. Two values are equal exactly when their canonical forms are (SPEC 4): numbers are
 * exact decimals, members have no order, and a member whose value is null is an absent one.
 */
public sealed interface AttributeValue {
  /** How many lists and objects may lie within each other in a document that is read (SPEC 4). */
  int MAX_DEPTH = 256;

  /** The value as text, when it is one. */
  default Optional<String> asText() {
    return this instanceof TextValue(String text) ? Optional.of(text) : Optional.empty();
  }

  /** The value as an object, when it is one. */
  default Optional<ObjectValue> asObject() {
    return this instanceof ObjectValue object ? Optional.of(object) : Optional.empty();
  }

  /** The items of a list; none of anything else. */
  default List<AttributeValue> items() {
    return List.of();
  }

  static TextValue text(String text) {
    return new TextValue(text);
  }

  static NumberValue number(long number) {
    return new NumberValue(BigDecimal.valueOf(number));
  }

  static BooleanValue bool(boolean value) {
    return new BooleanValue(value);
  }

  static ListValue list(AttributeValue... items) {
    return new ListValue(List.of(items));
  }

  static ObjectValue object(Map<String, ? extends AttributeValue> members) {
    return new ObjectValue(new TreeMap<>(members));
  }

  /** Text of whole Unicode characters: a lone surrogate is refused, it has no UTF-8 form. */
  record TextValue(String text) implements AttributeValue {
    public TextValue {
      WellFormed.require(text);
    }
  }

  /**
   * An exact decimal number, never a double: 1, 1.0 and 1e0 are one, 9007199254740993 is not
   * 9007199254740992. At most {@value #MAX_DIGITS} significant digits, and a decimal exponent
   * within ±{@value #MAX_EXPONENT}.
   */
  record NumberValue(BigDecimal number) implements AttributeValue {
    public static final int MAX_DIGITS = 1_000;
    public static final int MAX_EXPONENT = 9_999;

    public NumberValue {
      if (number.signum() == 0) {
        number = BigDecimal.ZERO;
      }
      if (Math.abs(exponentOf(number)) > MAX_EXPONENT) {
        throw new IllegalArgumentException("a number with an exponent beyond ±9,999");
      }
      number = number.stripTrailingZeros();
      if (number.precision() > MAX_DIGITS) {
        throw new IllegalArgumentException("a number of more than 1,000 digits");
      }
    }

    /** The exponent e of d.ddd×10^e. */
    long exponent() {
      return exponentOf(number);
    }

    private static long exponentOf(BigDecimal number) {
      return (long) number.precision() - number.scale() - 1;
    }
  }

  record BooleanValue(boolean value) implements AttributeValue {}

  /** Null where it counts: in a list, or alone. As a member it is an absence. */
  record NullValue() implements AttributeValue {}

  record ListValue(List<AttributeValue> items) implements AttributeValue {
    public ListValue {
      items = List.copyOf(items);
    }
  }

  /** Members sorted by UTF-16 code unit, none of them null. */
  record ObjectValue(SortedMap<String, AttributeValue> members) implements AttributeValue {
    public static final ObjectValue EMPTY = new ObjectValue(new TreeMap<>());

    public ObjectValue {
      SortedMap<String, AttributeValue> copy = new TreeMap<>();
      members.forEach((name, value) -> {
        if (!(value instanceof NullValue)) {
          copy.put(WellFormed.require(name), value);
        }
      });
      members = unmodifiableSortedMap(copy);
    }

    public Optional<AttributeValue> member(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /** The text of a member, when the member is there and is text. */
    public Optional<String> textMember(String name) {
      return member(name).flatMap(AttributeValue::asText);
    }

    /** The object that a member is, when the member is there and is one. */
    public Optional<ObjectValue> objectMember(String name) {
      return member(name).flatMap(AttributeValue::asObject);
    }

    /** The items of a member that is a list; none of anything else. */
    public List<AttributeValue> itemsOf(String name) {
      return member(name).map(AttributeValue::items).orElse(List.of());
    }

    public boolean isEmpty() {
      return members.isEmpty();
    }

    /** This object with one member set; a null value removes it. */
    public ObjectValue with(String name, AttributeValue value) {
      SortedMap<String, AttributeValue> copy = new TreeMap<>(members);
      copy.put(name, value);
      return new ObjectValue(copy);
    }

    public ObjectValue without(String name) {
      return with(name, new NullValue());
    }
  }
}

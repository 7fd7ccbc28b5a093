package dev.stepcache.domain.attribute;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value. Two values are equal exactly when their canonical forms are (SPEC 4): numbers are
 * exact decimals, members have no order, and a member whose value is null is an absent one.
 */
public sealed interface AttributeValue {
  /** How many lists and objects may lie within each other in a document that is read (SPEC 4). */
  int MAX_DEPTH = 256;

  /** The value as text, when it is one. */
  default Optional<String> asText() {
    return this instanceof TextValue text ? Optional.of(text.text()) : Optional.empty();
  }

  /** The value as an object, when it is one. */
  default Optional<ObjectValue> asObject() {
    return this instanceof ObjectValue object ? Optional.of(object) : Optional.empty();
  }

  /** The items of a list; none of anything else. */
  default List<AttributeValue> items() {
    return List.of();
  }

  /** Whether more lists and objects than so many lie within each other. */
  default boolean isDeeper(int levels) {
    return false;
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
    return object(members.entrySet());
  }

  /** A member of an object to be. */
  static Map.Entry<String, AttributeValue> member(String name, AttributeValue value) {
    return member(new TextValue(name), value);
  }

  /** A member of an object to be. */
  static Map.Entry<String, AttributeValue> member(TextValue name, AttributeValue value) {
    return new SortedMembers.Member(name, value);
  }

  /**
   * The object of these members, in whatever order they come.
   *
   * @throws IllegalArgumentException for two members of one name
   */
  static ObjectValue object(
      Collection<? extends Map.Entry<String, ? extends AttributeValue>> members) {
    return new ObjectValue(SortedMembers.of(members));
  }

  /** Text of whole Unicode characters: a lone surrogate is refused, it has no UTF-8 form. */
  final class TextValue implements AttributeValue {
    /**
     * Where its UTF-8 form stands, perhaps among others: what is read from a document stays in it.
     */
    private final byte[] bytes;

    private final int from;

    /**
     * How many bytes that form has; the complement, and so negative, where not all are plain. That
     * is known from the beginning, for most text is plain and is then spelled by a mere copy; a
     * field for it would make each text by a third larger.
     */
    private final int length;

    public TextValue(String text) {
      this.bytes = Utf8.of(text);
      this.from = 0;
      this.length = PlainText.is(bytes) ? bytes.length : ~bytes.length;
    }

    /** Text that is plain, of bytes that never change. */
    TextValue(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.from = from;
      this.length = to - from;
    }

    public String text() {
      return new String(bytes, from, length(), isPlain() ? ISO_8859_1 : UTF_8);
    }

    /** How many bytes its UTF-8 form has. */
    public int length() {
      return isPlain() ? length : ~length;
    }

    boolean isPlain() {
      return length >= 0;
    }

    /** Writes its UTF-8 form. */
    void copyTo(byte[] target, int at) {
      System.arraycopy(bytes, from, target, at, length());
    }

    /** The order of UTF-16 code units. */
    int compareTo(TextValue other) {
      int shared = Math.min(length(), other.length());
      int same = EightBytes.same(bytes, from, other.bytes, other.from, shared);
      return same == shared
          ? length() - other.length()
          : Utf8.compare(bytes[from + same], other.bytes[other.from + same]);
    }

    /** The order of UTF-16 code units. */
    int compareTo(String other) {
      if (!isPlain()) {
        return text().compareTo(other);
      }
      int shared = Math.min(length(), other.length());
      for (int i = 0; i < shared; i++) {
        int order = bytes[from + i] - other.charAt(i);
        if (order != 0) {
          return order;
        }
      }
      return length() - other.length();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof TextValue value
          && length == value.length
          && Arrays.equals(
              bytes, from, from + length(), value.bytes, value.from, value.from + length());
    }

    @Override
    public int hashCode() {
      int hash = 0;
      int to = from + length();
      for (int i = from; i < to; i++) {
        hash = 31 * hash + bytes[i];
      }
      return hash;
    }

    @Override
    public String toString() {
      return "TextValue[text=" + text() + "]";
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

    /** Every number of so many digits fits into a long. */
    static final int DIGITS_OF_LONG = 18;

    public NumberValue {
      if (number.scale() != 0 || number.precision() > DIGITS_OF_LONG) {
        number = exact(number);
      }
    }

    /** The one form of all numbers that are equal: whole ones without an exponent, up to 1e18. */
    private static BigDecimal exact(BigDecimal number) {
      if (number.signum() == 0) {
        return BigDecimal.ZERO;
      }
      if (Math.abs(exponentOf(number)) > MAX_EXPONENT) {
        throw new IllegalArgumentException("a number with an exponent beyond ±9,999");
      }
      BigDecimal stripped = number.stripTrailingZeros();
      if (stripped.precision() > MAX_DIGITS) {
        throw new IllegalArgumentException("a number of more than 1,000 digits");
      }
      return stripped.scale() < 0 && exponentOf(stripped) < DIGITS_OF_LONG
          ? stripped.setScale(0)
          : stripped;
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

    @Override
    public boolean isDeeper(int levels) {
      boolean is = levels == 0;
      for (int i = 0; i < items.size() && !is; i++) {
        is = items.get(i).isDeeper(levels - 1);
      }
      return is;
    }
  }

  /** Members sorted by UTF-16 code unit, none of them null. */
  record ObjectValue(Map<String, AttributeValue> members) implements AttributeValue {
    public static final ObjectValue EMPTY = new ObjectValue(Map.of());

    public ObjectValue {
      members = members instanceof SortedMembers ? members : SortedMembers.of(members.entrySet());
    }

    @Override
    public boolean isDeeper(int levels) {
      boolean is = levels == 0;
      int nested = sorted().areNested() ? members.size() : 0;
      for (int i = 0; i < nested && !is; i++) {
        is = sorted().value(i).isDeeper(levels - 1);
      }
      return is;
    }

    SortedMembers sorted() {
      return (SortedMembers) members;
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

    /** The values of the members, in the order of their names. */
    public List<AttributeValue> values() {
      return sorted().inOrder();
    }

    /**
     * This object with other values; a null value removes its member.
     *
     * @param values one for each member, in the order of their names
     */
    public ObjectValue withValues(List<AttributeValue> values) {
      return new ObjectValue(sorted().withValues(values));
    }

    /** This object with one member set; a null value removes it. */
    public ObjectValue with(String name, AttributeValue value) {
      return new ObjectValue(sorted().with(new SortedMembers.Member(new TextValue(name), value)));
    }

    public ObjectValue without(String name) {
      return with(name, new NullValue());
    }
  }
}

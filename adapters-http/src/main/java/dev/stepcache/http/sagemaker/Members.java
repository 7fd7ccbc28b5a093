package dev.stepcache.http.sagemaker;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The members of an object in a request. Reading one checks it; what is wrong is collected, and
 * told all at once by {@link #check}, until when a member that is wrong or lacking is read as an
 * empty one. Members that nobody reads are ignored, as AWS does.
 */
final class Members {
  private static final int SHOWN = 256;

  /** No instant of ours is beyond the year 9999. */
  private static final BigDecimal LATEST = new BigDecimal(253_402_300_799L);

  private final String path;
  private final ObjectValue object;
  private final List<String> faults;

  Members(ObjectValue object) {
    this("", object, new ArrayList<>());
  }

  private Members(String path, ObjectValue object, List<String> faults) {
    this.path = path;
    this.object = object;
    this.faults = faults;
  }

  /**
   * Everything that was read by now is right.
   *
   * @throws AwsError where it is not
   */
  void check() {
    if (!faults.isEmpty()) {
      throw AwsError.validation(
          "%d validation error%s detected: %s"
              .formatted(faults.size(), faults.size() == 1 ? "" : "s", String.join("; ", faults)));
    }
  }

  Optional<String> text(String name, TextRule rule) {
    Optional<String> text = member(name).map(value -> textOf(place(name), value));
    text.flatMap(rule::fault).ifPresent(why -> fault(place(name), quoted(text.get()), why));
    return text;
  }

  String needText(String name, TextRule rule) {
    return text(name, rule).orElseGet(() -> lacking(name, ""));
  }

  /** One of these words; the first where it is left out. */
  String word(String name, String... words) {
    Optional<String> word = member(name).map(value -> textOf(place(name), value));
    if (word.isPresent() && !List.of(words).contains(word.get())) {
      fault(
          place(name),
          quoted(word.get()),
          "Member must satisfy enum value set: " + Arrays.toString(words));
    }
    return word.orElse(words[0]);
  }

  /** A whole number of at least 1. */
  Optional<Long> number(String name, long max) {
    Optional<BigDecimal> number = member(name).map(value -> numberOf(place(name), value));
    if (number.isPresent() && number.get().compareTo(BigDecimal.ONE) < 0) {
      fault(
          place(name),
          quoted(number.get().toPlainString()),
          "Member must have value greater than or equal to 1");
      return Optional.empty();
    }
    if (number.isPresent() && number.get().compareTo(BigDecimal.valueOf(max)) > 0) {
      fault(
          place(name),
          quoted(number.get().toPlainString()),
          "Member must have value less than or equal to " + max);
      return Optional.empty();
    }
    return number.map(BigDecimal::longValue);
  }

  long needNumber(String name, long max) {
    boolean isThere = member(name).isPresent();
    return number(name, max).orElseGet(() -> isThere ? 1L : lacking(name, 1L));
  }

  /** An instant, in seconds since 1970. */
  Optional<Instant> instant(String name) {
    Optional<BigDecimal> seconds = member(name).map(value -> numberOf(place(name), value));
    if (seconds.isPresent() && seconds.get().abs().compareTo(LATEST) > 0) {
      fault(place(name), quoted(seconds.get().toString()), "Member must be an instant");
      return Optional.empty();
    }
    return seconds.map(number ->
        Instant.ofEpochMilli(
            number.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact()));
  }

  Optional<Members> object(String name) {
    return member(name).map(value -> objectOf(place(name), value));
  }

  /** The objects of a list; none where it is left out. */
  List<Members> objects(String name, int min, int max) {
    return items(name, min, max, Members::objectOf);
  }

  /** The texts of a list that has to be there. */
  List<String> needTexts(String name, int min, int max, TextRule rule) {
    return needList(
        name,
        items(
            name,
            min,
            max,
            (all, at, value) -> {
              String text = all.textOf(at, value);
              rule.fault(text).ifPresent(why -> all.fault(at, quoted(text), why));
              return text;
            }));
  }

  List<Members> needObjects(String name, int min, int max) {
    return needList(name, objects(name, min, max));
  }

  private <T> List<T> needList(String name, List<T> items) {
    return member(name).isPresent() ? items : lacking(name, items);
  }

  private interface Item<T> {
    T read(Members within, String at, AttributeValue value);
  }

  private <T> List<T> items(String name, int min, int max, Item<T> item) {
    Optional<AttributeValue> list = member(name);
    if (list.isEmpty()) {
      return List.of();
    }
    if (!(list.get() instanceof ListValue(List<AttributeValue> items))) {
      throw wrongKind(place(name), list.get(), "a list");
    }
    if (items.size() < min) {
      fault(place(name), "'[]'", "Member must have length greater than or equal to " + min);
    }
    if (items.size() > max) {
      fault(
          place(name),
          "with %d items".formatted(items.size()),
          "Member must have length less than or equal to " + max);
      return List.of();
    }
    List<T> read = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      read.add(item.read(this, "%s.%d.member".formatted(place(name), i + 1), items.get(i)));
    }
    return read;
  }

  private Members objectOf(String at, AttributeValue value) {
    return value
        .asObject()
        .map(members -> new Members(at + ".", members, faults))
        .orElseThrow(() -> wrongKind(at, value, "an object"));
  }

  private String textOf(String at, AttributeValue value) {
    return value.asText().orElseThrow(() -> wrongKind(at, value, "a text"));
  }

  private BigDecimal numberOf(String at, AttributeValue value) {
    if (value instanceof NumberValue(BigDecimal number)) {
      return number;
    }
    throw wrongKind(at, value, "a number");
  }

  private static AwsError wrongKind(String at, AttributeValue value, String expected) {
    String kind =
        switch (value) {
          case TextValue text -> "a text";
          case NumberValue number -> "a number";
          case BooleanValue truth -> "true or false";
          case NullValue none -> "null";
          case ListValue list -> "a list";
          case ObjectValue object -> "an object";
        };
    return AwsError.unreadable("%s is %s where %s was expected".formatted(at, kind, expected));
  }

  private Optional<AttributeValue> member(String name) {
    return object.member(name);
  }

  private <T> T lacking(String name, T instead) {
    fault(place(name), "null", "Member must not be null");
    return instead;
  }

  private void fault(String at, String value, String why) {
    faults.add("Value %s at '%s' failed to satisfy constraint: %s".formatted(value, at, why));
  }

  private static String quoted(String text) {
    return "'" + Answers.shortened(text, SHOWN) + "'";
  }

  private String place(String name) {
    return path + Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}

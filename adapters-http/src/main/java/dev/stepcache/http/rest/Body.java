package dev.stepcache.http.rest;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An object that was sent. Members are read as what they should be, and every one that is not is a
 * fault; {@link #check} refuses the request with all of them.
 */
final class Body {
  private final ObjectValue value;
  private final Set<String> known = new HashSet<>();
  private final List<Fault> faults = new ArrayList<>();

  private Body(ObjectValue value) {
    this.value = value;
  }

  static Body empty() {
    return new Body(ObjectValue.EMPTY);
  }

  static Body of(AttributeValue sent) {
    return new Body(
        sent.asObject()
            .orElseThrow(() ->
                new Refused(
                    new Problem(
                        Problem.Kind.INVALID,
                        "the body is an object",
                        List.of(new Fault("", "an object was expected"))))));
  }

  /** Refuses the request if anything in it was not as expected, or not expected at all. */
  void check() {
    for (String name : value.members().keySet()) {
      if (!known.contains(name)) {
        fault(name, "there is no such member here");
      }
    }
    if (!faults.isEmpty()) {
      String detail =
          faults.size() == 1 ? faults.get(0).detail() : faults.size() + " faults were found";
      throw new Refused(new Problem(Problem.Kind.INVALID, detail, faults));
    }
  }

  /** Notes a fault of a member, or of all where the name is empty. */
  void fault(String name, String detail) {
    faults.add(new Fault(name.isEmpty() ? "" : pointer(name), detail));
  }

  /** Notes a fault within a member. */
  void faultWithin(String name, String pointer, String detail) {
    faults.add(new Fault(pointer(name) + pointer, detail));
  }

  private static String pointer(String name) {
    return AttributePath.of(name).pointer();
  }

  Optional<AttributeValue> value(String name) {
    known.add(name);
    return value.member(name);
  }

  /** A member that has to be there. */
  Optional<AttributeValue> needed(String name) {
    Optional<AttributeValue> found = value(name);
    if (found.isEmpty()) {
      fault(name, "this member is needed");
    }
    return found;
  }

  Optional<String> text(String name) {
    return read(name, "a text", AttributeValue::asText);
  }

  /** A text that becomes a value whose constructor says what it needs. */
  <T> Optional<T> text(String name, Function<String, T> type) {
    return text(name)
        .flatMap(text -> {
          try {
            return Optional.of(type.apply(text));
          } catch (IllegalArgumentException unfit) {
            fault(name, "it needs " + unfit.getMessage());
            return Optional.empty();
          }
        });
  }

  Optional<Boolean> truth(String name) {
    return read(
        name,
        "true or false",
        found ->
            found instanceof BooleanValue(boolean truth) ? Optional.of(truth) : Optional.empty());
  }

  Optional<Long> number(String name, long most) {
    return read(
        name,
        "a whole number from 1 to " + most,
        found ->
            found instanceof NumberValue(BigDecimal number)
                    && number.signum() > 0
                    && number.stripTrailingZeros().scale() <= 0
                    && number.compareTo(BigDecimal.valueOf(most)) <= 0
                ? Optional.of(number.longValue())
                : Optional.empty());
  }

  /** How many steps may run at once. */
  Optional<Integer> maxParallel() {
    return number("maxParallel", Integer.MAX_VALUE).map(Long::intValue);
  }

  Optional<Instant> instant(String name) {
    return read(
        name,
        "an instant such as 2026-01-31T12:00:00.000Z",
        found ->
            found
                .asText()
                .flatMap(text -> {
                  try {
                    return Optional.of(Instant.parse(text));
                  } catch (DateTimeParseException none) {
                    return Optional.empty();
                  }
                }));
  }

  /** One of some words. */
  <T> Optional<T> choice(String name, Map<String, T> choices) {
    return read(
        name,
        "one of " + String.join(", ", choices.keySet().stream().sorted().toList()),
        found -> found.asText().flatMap(text -> Optional.ofNullable(choices.get(text))));
  }

  /** A list of texts; empty where there is none. */
  <T> List<T> texts(String name, Function<String, T> type) {
    return read(
            name,
            "a list of texts",
            found -> {
              List<T> read =
                  found.items().stream()
                      .flatMap(item -> item.asText().stream())
                      .filter(text -> !text.isEmpty() && text.length() <= 256)
                      .map(type)
                      .toList();
              return found instanceof ListValue && read.size() == found.items().size()
                  ? Optional.of(read)
                  : Optional.empty();
            })
        .orElse(List.of());
  }

  /** An object of texts; numbers and truths count as the texts that they are written as. */
  Optional<SortedMap<String, String>> texts(String name) {
    return read(
        name,
        "an object of texts",
        found ->
            found
                .asObject()
                .map(object -> {
                  SortedMap<String, String> texts = new TreeMap<>();
                  object
                      .members()
                      .forEach((key, member) ->
                          written(member)
                              .ifPresentOrElse(
                                  text -> texts.put(key, text),
                                  () ->
                                      faultWithin(
                                          name,
                                          AttributePath.of(key).pointer(),
                                          "a text was expected")));
                  return texts;
                }));
  }

  private static Optional<String> written(AttributeValue value) {
    return switch (value) {
      case TextValue text -> Optional.of(text.text());
      case NumberValue number -> Optional.of(CanonicalJson.text(number));
      case BooleanValue truth -> Optional.of(CanonicalJson.text(truth));
      default -> Optional.empty();
    };
  }

  private <T> Optional<T> read(
      String name, String expected, Function<AttributeValue, Optional<T>> type) {
    Optional<AttributeValue> found = value(name);
    Optional<T> read = found.flatMap(type);
    if (found.isPresent() && read.isEmpty()) {
      fault(name, expected + " was expected");
    }
    return read;
  }
}

package dev.stepcache.cli.runner;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a filter of a transform takes of a record, in the part of JSONPath that is {@code $}, {@code
 * .name}, {@code ['name']}, {@code [n]}, {@code [n,m]} and {@code [a:b]}. Positions below zero
 * count from the end.
 */
record RecordPath(List<Part> parts) {
  private static final Pattern PART =
      Pattern.compile(
          "\\.(?<name>[A-Za-z_][\\w-]*)|\\['(?<quoted>[^']+)'\\]"
              + "|\\[(?<from>-?\\d{1,6})?:(?<to>-?\\d{1,6})?\\]"
              + "|\\[(?<positions>-?\\d{1,6}(?:\\s*,\\s*-?\\d{1,6})*)\\]");

  /** A step into a record. */
  sealed interface Part {
    record Name(String name) implements Part {}

    record Positions(List<Integer> positions) implements Part {}

    record Slice(Optional<Integer> from, Optional<Integer> to) implements Part {}
  }

  RecordPath {
    parts = List.copyOf(parts);
  }

  /** Reads a path; what is wrong with it otherwise, as a clause. */
  static Either<String, RecordPath> parse(String text) {
    String fault = "\"%s\" is none of the paths $, $.name, $[n], $[n,m] and $[a:b]".formatted(text);
    if (!text.startsWith("$")) {
      return Either.left(fault);
    }
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(text);
    int end = 1;
    while (end < text.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        return Either.left(fault);
      }
      parts.add(part(matcher));
      end = matcher.end();
    }
    return Either.right(new RecordPath(parts));
  }

  private static Part part(Matcher matcher) {
    String name = Optional.ofNullable(matcher.group("name")).orElse("");
    String quoted = Optional.ofNullable(matcher.group("quoted")).orElse("");
    if (!name.isEmpty() || !quoted.isEmpty()) {
      return new Part.Name(name + quoted);
    }
    Optional<String> positions = Optional.ofNullable(matcher.group("positions"));
    if (positions.isPresent()) {
      return new Part.Positions(
          Pattern.compile(",")
              .splitAsStream(positions.get())
              .map(position -> Integer.valueOf(position.strip()))
              .toList());
    }
    return new Part.Slice(
        Optional.ofNullable(matcher.group("from")).map(Integer::valueOf),
        Optional.ofNullable(matcher.group("to")).map(Integer::valueOf));
  }

  boolean isWhole() {
    return parts.isEmpty();
  }

  /** What it takes of the columns of a row; empty when it names no column. */
  Optional<List<String>> of(List<String> columns) {
    if (isWhole()) {
      return Optional.of(columns);
    }
    return parts.size() == 1 && !(parts.get(0) instanceof Part.Name)
        ? Optional.of(taken(parts.get(0), columns)).filter(taken -> !taken.isEmpty())
        : Optional.empty();
  }

  /** What it takes of a value; empty when there is nothing of the kind in it. */
  Optional<AttributeValue> of(AttributeValue value) {
    Optional<AttributeValue> current = Optional.of(value);
    for (Part part : parts) {
      current = current.flatMap(inner -> step(part, inner));
    }
    return current;
  }

  private static Optional<AttributeValue> step(Part part, AttributeValue value) {
    if (part instanceof Part.Name(String name)) {
      return value instanceof ObjectValue object ? object.member(name) : Optional.empty();
    }
    if (!(value instanceof ListValue list)) {
      return Optional.empty();
    }
    List<AttributeValue> taken = taken(part, list.items());
    boolean single = part instanceof Part.Positions(List<Integer> named) && named.size() == 1;
    return single ? taken.stream().findFirst() : Optional.of(new ListValue(taken));
  }

  private static <T> List<T> taken(Part part, List<T> items) {
    int size = items.size();
    return switch (part) {
      case Part.Name(String name) -> List.of();
      case Part.Positions(List<Integer> positions) ->
          positions.stream()
              .map(position -> position < 0 ? position + size : position)
              .filter(position -> position >= 0 && position < size)
              .map(items::get)
              .toList();
      case Part.Slice(Optional<Integer> from, Optional<Integer> to) -> {
        int first = bound(from.orElse(0), size);
        yield items.subList(first, Math.max(first, bound(to.orElse(size), size)));
      }
    };
  }

  private static int bound(int position, int size) {
    return Math.clamp(position < 0 ? position + size : position, 0, size);
  }
}

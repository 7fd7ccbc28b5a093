package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path into a described job or a JSON file: members separated by dots, {@code ['key']} for a
 * member or for the item of a list that has this name, {@code [n]} for the item at a position from
 * 0.
 *
 * @param text the path as it was written
 */
public record PropertyPath(String text, List<Part> parts) {

  public sealed interface Part {
    record Member(String name) implements Part {}

    record Key(String key) implements Part {}

    record Index(int index) implements Part {}

    private boolean isNamed(String name) {
      return (this instanceof Member member && member.name().equals(name))
          || (this instanceof Key key && key.key().equals(name));
    }
  }

  public PropertyPath {
    parts = List.copyOf(parts);
  }

  /** Reads a path; the left side says what was expected where. */
  public static Either<String, PropertyPath> parse(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end;
      if (text.charAt(at) == '[') {
        end = closingBracket(text, at);
        Optional<Part> part = end < 0 ? Optional.empty() : bracketed(text.substring(at + 1, end));
        if (part.isEmpty()) {
          return Either.left(
              "expected ['key'] or [n] at position %d of \"%s\"".formatted(at, text));
        }
        parts.add(part.get());
        at = end + 1;
      } else {
        if (at > 0 && text.charAt(at) != '.') {
          return Either.left("expected . or [ at position %d of \"%s\"".formatted(at, text));
        }
        at += at > 0 ? 1 : 0;
        end = endOfMember(text, at);
        if (end == at) {
          return Either.left("expected a name at position %d of \"%s\"".formatted(at, text));
        }
        parts.add(new Part.Member(text.substring(at, end)));
        at = end;
      }
    }
    return Either.right(new PropertyPath(text, parts));
  }

  private static int closingBracket(String text, int open) {
    if (open + 1 >= text.length()) {
      return -1;
    }
    char quote = text.charAt(open + 1);
    if (quote != '\'' && quote != '"') {
      return text.indexOf(']', open);
    }
    int close = text.indexOf(quote + "]", open + 2);
    return close < 0 ? -1 : close + 1;
  }

  private static Optional<Part> bracketed(String inside) {
    if (inside.length() >= 2 && (inside.charAt(0) == '\'' || inside.charAt(0) == '"')) {
      return Optional.of(new Part.Key(inside.substring(1, inside.length() - 1)));
    }
    boolean position =
        !inside.isEmpty()
            && inside.length() <= 9
            && inside.chars().allMatch(c -> c >= '0' && c <= '9');
    return position ? Optional.of(new Part.Index(Integer.parseInt(inside))) : Optional.empty();
  }

  private static int endOfMember(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
      end++;
    }
    return end;
  }

  /** What stands at this path in a value; empty where nothing does. */
  public Optional<AttributeValue> in(AttributeValue root) {
    AttributeValue value = root;
    for (int i = 0; i < parts.size(); i++) {
      Optional<AttributeValue> child = child(value, parts.get(i));
      if (child.isEmpty()) {
        return child;
      }
      boolean isOutput = i > 0 && parts.get(i - 1).isNamed(OutputParameters.MEMBER);
      value = isOutput ? OutputParameters.valueIn(child.get()) : child.get();
    }
    return Optional.of(value);
  }

  private static Optional<AttributeValue> child(AttributeValue parent, Part part) {
    return switch (part) {
      case Part.Member(String name) -> named(parent, name);
      case Part.Key(String key) -> named(parent, key);
      case Part.Index(int index) ->
          index < parent.items().size() ? Optional.of(parent.items().get(index)) : Optional.empty();
    };
  }

  private static Optional<AttributeValue> named(AttributeValue parent, String name) {
    return switch (parent) {
      case ObjectValue object -> object.member(name);
      case ListValue list -> list.items().stream().filter(item -> isNamed(item, name)).findFirst();
      default -> Optional.empty();
    };
  }

  /**
   * The API's lists of named things call the name OutputName, ChannelName, MetricName and so on.
   */
  private static boolean isNamed(AttributeValue item, String name) {
    return item instanceof ObjectValue(Map<String, AttributeValue> members)
        && members.entrySet().stream()
            .anyMatch(member ->
                member.getKey().endsWith("Name")
                    && member.getValue().asText().filter(name::equals).isPresent());
  }

  @Override
  public String toString() {
    return text;
  }
}

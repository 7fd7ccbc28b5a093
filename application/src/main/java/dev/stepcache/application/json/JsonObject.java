package dev.stepcache.application.json;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A JSON document under construction, its members in the order in which they were put. */
public final class JsonObject {
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final Map<String, Object> members = new LinkedHashMap<>();

  /** An instant in ISO 8601 UTC with milliseconds. */
  public static String instant(Instant instant) {
    return INSTANT.format(instant);
  }

  /** A duration in seconds and milliseconds, such as {@code PT5.250S}. */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    String thousandths = String.valueOf(1000 + Math.abs(millis) % 1000).substring(1);
    return (millis < 0 ? "PT-" : "PT") + Math.abs(millis) / 1000 + "." + thousandths + "S";
  }

  public JsonObject put(String name, String text) {
    return put(name, AttributeValue.text(text));
  }

  public JsonObject put(String name, long number) {
    return put(name, AttributeValue.number(number));
  }

  public JsonObject put(String name, boolean truth) {
    return put(name, AttributeValue.bool(truth));
  }

  public JsonObject put(String name, Instant instant) {
    return put(name, instant(instant));
  }

  public JsonObject put(String name, Duration duration) {
    return put(name, duration(duration));
  }

  public JsonObject put(String name, AttributeValue value) {
    members.put(name, value);
    return this;
  }

  public JsonObject put(String name, JsonObject object) {
    members.put(name, object);
    return this;
  }

  public JsonObject put(String name, List<JsonObject> items) {
    members.put(name, List.copyOf(items));
    return this;
  }

  public JsonObject putTexts(String name, List<String> texts) {
    return put(
        name, new ListValue(texts.stream().<AttributeValue>map(AttributeValue::text).toList()));
  }

  /**
   * Puts a text, an instant or a value when there is one; a member that does not apply is absent.
   */
  public JsonObject putText(String name, Optional<String> text) {
    text.ifPresent(present -> put(name, present));
    return this;
  }

  public JsonObject putInstant(String name, Optional<Instant> instant) {
    instant.ifPresent(present -> put(name, present));
    return this;
  }

  public JsonObject putValue(String name, Optional<? extends AttributeValue> value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  /** The document as a value. */
  public ObjectValue value() {
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    members.forEach((name, member) -> values.put(name, value(member)));
    return AttributeValue.object(values);
  }

  private static AttributeValue value(Object member) {
    return switch (member) {
      case AttributeValue value -> value;
      case JsonObject object -> object.value();
      case List<?> items ->
          new ListValue(items.stream().<AttributeValue>map(JsonObject::value).toList());
      default -> throw new IllegalStateException("no JSON value: " + member);
    };
  }

  /** The document in one line. */
  public String compact() {
    return CanonicalJson.text(value());
  }

  /** The document indented for people. */
  public String pretty() {
    StringBuilder out = new StringBuilder();
    write(this, 0, out);
    return out.toString();
  }

  /** A value indented for people. */
  public static String pretty(AttributeValue value) {
    StringBuilder out = new StringBuilder();
    write(value, 0, out);
    return out.toString();
  }

  private static void write(Object value, int depth, StringBuilder out) {
    switch (value) {
      case JsonObject object -> writeMembers(object.members, depth, out);
      case ObjectValue object -> writeMembers(object.members(), depth, out);
      case ListValue list -> writeItems(list.items(), depth, out);
      case List<?> items -> writeItems(items, depth, out);
      case AttributeValue scalar -> out.append(CanonicalJson.text(scalar));
      default -> throw new IllegalStateException("no JSON value: " + value);
    }
  }

  private static void writeMembers(Map<String, ?> members, int depth, StringBuilder out) {
    char before = '{';
    for (Map.Entry<String, ?> member : members.entrySet()) {
      line(out.append(before), depth + 1);
      out.append(CanonicalJson.text(AttributeValue.text(member.getKey()))).append(": ");
      write(member.getValue(), depth + 1, out);
      before = ',';
    }
    close(before == '{' ? "{}" : "}", before == '{', depth, out);
  }

  private static void writeItems(List<?> items, int depth, StringBuilder out) {
    char before = '[';
    for (Object item : items) {
      line(out.append(before), depth + 1);
      write(item, depth + 1, out);
      before = ',';
    }
    close(before == '[' ? "[]" : "]", before == '[', depth, out);
  }

  private static void close(String bracket, boolean empty, int depth, StringBuilder out) {
    if (!empty) {
      line(out, depth);
    }
    out.append(bracket);
  }

  private static void line(StringBuilder out, int depth) {
    out.append('\n').append("  ".repeat(depth));
  }
}

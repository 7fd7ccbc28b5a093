package dev.stepcache.application.content;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The texts within a value that are as a whole a URI of a place: {@code s3://} or {@code file://}.
 */
public final class Places {
  /** Where jobs write: they would change their own inputs, and the places count anyway. */
  private static final Set<String> OUTPUTS =
      Set.of(
          "CheckpointConfig",
          "OutputDataConfig",
          "ProcessingOutputConfig",
          "S3OutputPath",
          "TensorBoardOutputConfig",
          "TransformOutput");

  private Places() {}

  /**
   * The places that a job reads: those of cache key attributes that are no outputs by their role.
   */
  public static SortedSet<String> read(AttributeValue attributes) {
    SortedSet<String> places = new TreeSet<>();
    collect(attributes, OUTPUTS, places);
    return places;
  }

  /** The places that a job writes: those that stand where outputs do. */
  public static SortedSet<String> written(AttributeValue arguments) {
    SortedSet<String> places = new TreeSet<>();
    switch (arguments) {
      case ListValue list -> list.items().forEach(item -> places.addAll(written(item)));
      case ObjectValue object ->
          object
              .members()
              .forEach((name, member) ->
                  places.addAll(OUTPUTS.contains(name) ? in(member) : written(member)));
      default -> {}
    }
    return places;
  }

  public static SortedSet<String> in(AttributeValue value) {
    SortedSet<String> places = new TreeSet<>();
    collect(value, Set.of(), places);
    return places;
  }

  public static boolean isPlace(String text) {
    return text.startsWith("s3://") || text.startsWith("file://");
  }

  /** Whether one place holds the other or is it. */
  public static boolean overlap(String one, String other) {
    return within(one, other) || within(other, one);
  }

  private static boolean within(String inner, String outer) {
    String folder = outer.endsWith("/") ? outer : outer + "/";
    return inner.equals(outer) || (inner + "/").startsWith(folder);
  }

  private static void collect(AttributeValue value, Set<String> skipped, SortedSet<String> into) {
    switch (value) {
      case TextValue characters -> {
        String text = characters.text();
        if (isPlace(text)) {
          into.add(text);
        }
      }
      case ListValue list -> list.items().forEach(item -> collect(item, skipped, into));
      case ObjectValue object ->
          object
              .members()
              .forEach((name, member) -> {
                if (mayHold(member) && !skipped.contains(name)) {
                  collect(member, skipped, into);
                }
              });
      default -> {}
    }
  }

  /** Whether a place may be in a value: of few members is the name then of interest. */
  private static boolean mayHold(AttributeValue value) {
    return switch (value) {
      case TextValue characters -> isPlace(characters.text());
      case ListValue list -> true;
      case ObjectValue object -> true;
      default -> false;
    };
  }
}

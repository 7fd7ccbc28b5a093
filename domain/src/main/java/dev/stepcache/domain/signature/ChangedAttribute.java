package dev.stepcache.domain.signature;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two key documents, at the deepest place that tells it.
 *
 * @param path a place in the attributes; a place below {@code /inputs} names a URI whose content
 *     changed
 * @param before empty where the earlier document has nothing there
 * @param after empty where the later document has nothing there
 */
public record ChangedAttribute(
    AttributePath path, Optional<AttributeValue> before, Optional<AttributeValue> after) {

  /** All differences, in the order of their paths; none exactly when the documents are equal. */
  public static List<ChangedAttribute> between(KeyDocument before, KeyDocument after) {
    List<ChangedAttribute> changes = new ArrayList<>();
    collect(AttributePath.ROOT, before.attributes(), after.attributes(), changes);
    collect(AttributePath.of("inputs"), inputs(before), inputs(after), changes);
    if (!before.type().equals(after.type())) {
      changes.add(new ChangedAttribute(AttributePath.of("type"), type(before), type(after)));
    }
    return List.copyOf(changes);
  }

  private static ObjectValue inputs(KeyDocument document) {
    Map<String, AttributeValue> digests = new TreeMap<>();
    document.inputs().forEach((uri, digest) -> digests.put(uri, new TextValue(digest)));
    return AttributeValue.object(digests);
  }

  private static Optional<AttributeValue> type(KeyDocument document) {
    return Optional.of(new TextValue(document.type().name()));
  }

  /** Values are compared on the way down, each once. */
  private static void collectBelow(
      AttributePath path,
      AttributeValue before,
      AttributeValue after,
      List<ChangedAttribute> into) {
    if (before instanceof ObjectValue(var old) && after instanceof ObjectValue(var young)) {
      for (String name : namesOf(old, young)) {
        collect(path.child(name), old.get(name), young.get(name), into);
      }
    } else if (before instanceof ListValue(var old) && after instanceof ListValue(var young)) {
      for (int i = 0; i < Math.max(old.size(), young.size()); i++) {
        collect(path.child(i), itemOf(old, i), itemOf(young, i), into);
      }
    } else if (!before.equals(after)) {
      into.add(new ChangedAttribute(path, Optional.of(before), Optional.of(after)));
    }
  }

  /** Both are sorted, and mostly the names of one are those of the other. */
  private static Set<String> namesOf(
      Map<String, AttributeValue> old, Map<String, AttributeValue> young) {
    if (old.keySet().equals(young.keySet())) {
      return old.keySet();
    }
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(young.keySet());
    return names;
  }

  private static void collect(
      AttributePath path,
      @Nullable AttributeValue before,
      @Nullable AttributeValue after,
      List<ChangedAttribute> into) {
    if (before != null && after != null) {
      collectBelow(path, before, after, into);
    } else {
      into.add(new ChangedAttribute(path, Optional.ofNullable(before), Optional.ofNullable(after)));
    }
  }

  private static @Nullable AttributeValue itemOf(List<AttributeValue> items, int index) {
    return index < items.size() ? items.get(index) : null;
  }
}

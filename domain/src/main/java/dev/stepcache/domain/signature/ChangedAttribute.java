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
import java.util.TreeMap;
import java.util.TreeSet;

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

  private static void collect(
      AttributePath path,
      AttributeValue before,
      AttributeValue after,
      List<ChangedAttribute> into) {
    if (before.equals(after)) {
      return;
    }
    if (before instanceof ObjectValue(var old) && after instanceof ObjectValue(var young)) {
      var names = new TreeSet<>(old.keySet());
      names.addAll(young.keySet());
      for (String name : names) {
        collect(
            path.child(name),
            Optional.ofNullable(old.get(name)),
            Optional.ofNullable(young.get(name)),
            into);
      }
    } else if (before instanceof ListValue(var old) && after instanceof ListValue(var young)) {
      for (int i = 0; i < Math.max(old.size(), young.size()); i++) {
        collect(path.child(i), itemOf(old, i), itemOf(young, i), into);
      }
    } else {
      into.add(new ChangedAttribute(path, Optional.of(before), Optional.of(after)));
    }
  }

  private static void collect(
      AttributePath path,
      Optional<AttributeValue> before,
      Optional<AttributeValue> after,
      List<ChangedAttribute> into) {
    if (before.isPresent() && after.isPresent()) {
      collect(path, before.get(), after.get(), into);
    } else {
      into.add(new ChangedAttribute(path, before, after));
    }
  }

  private static Optional<AttributeValue> itemOf(List<AttributeValue> items, int index) {
    return index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
  }
}

package dev.stepcache.http.rest;

import dev.stepcache.application.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Some items of a list, in its order.
 *
 * @param next where the next page begins, where there is one
 */
record Page<T>(List<T> items, Optional<Cursor> next) {

  Page {
    items = List.copyOf(items);
  }

  /** The first items of what is left of a list. */
  static <T> Page<T> of(Stream<T> left, int limit, Function<T, Cursor> behind) {
    try (left) {
      List<T> items = new ArrayList<>();
      Iterator<T> more = left.iterator();
      while (more.hasNext() && items.size() < limit) {
        items.add(more.next());
      }
      return new Page<>(
          items,
          more.hasNext()
              ? Optional.of(behind.apply(items.get(items.size() - 1)))
              : Optional.empty());
    }
  }

  JsonObject json(String member, Function<T, JsonObject> document) {
    return new JsonObject()
        .put(member, items.stream().map(document).toList())
        .putText("next", next.map(Cursor::text));
  }
}

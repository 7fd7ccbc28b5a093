package dev.stepcache.persistence.jooq;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rows fetched page by page as they are consumed, with nothing open between two pages. */
final class Pages<T> extends AbstractSpliterator<T> {

  /** Asks for the rows that follow one, or the first ones; at most so many. */
  @FunctionalInterface
  interface Query<T> {
    List<T> fetch(Optional<T> after, int most);
  }

  private final Query<T> query;
  private final int usualSize;
  private int size;
  private Optional<T> last = Optional.empty();
  private Iterator<T> page = List.<T>of().iterator();
  private boolean isLastPage;

  private Pages(Query<T> query, int firstSize, int usualSize) {
    super(Long.MAX_VALUE, ORDERED | NONNULL);
    this.query = query;
    this.size = firstSize;
    this.usualSize = usualSize;
  }

  static <T> Stream<T> stream(int firstSize, int usualSize, Query<T> query) {
    return StreamSupport.stream(new Pages<>(query, firstSize, usualSize), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    if (!page.hasNext() && !isLastPage) {
      fetch();
    }
    if (!page.hasNext()) {
      return false;
    }
    T row = page.next();
    last = Optional.of(row);
    action.accept(row);
    return true;
  }

  private void fetch() {
    List<T> rows = query.fetch(last, size);
    isLastPage = rows.size() < size;
    size = usualSize;
    page = rows.iterator();
  }
}

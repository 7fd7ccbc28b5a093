package dev.stepcache.domain.attribute;

import java.util.Arrays;

/** Values laid on each other, of which the topmost are taken off together. */
final class Pile<T> {
  private T[] values;
  private int size;

  /** An empty one, with this room to begin with. */
  Pile(T[] room) {
    this.values = room;
  }

  int size() {
    return size;
  }

  void add(T value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** Takes off all from this one on. */
  T[] take(int from) {
    T[] taken = Arrays.copyOfRange(values, from, size);
    size = from;
    return taken;
  }
}

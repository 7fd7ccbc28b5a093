package dev.stepcache.architecture.broken.domain;

/** Breaks nothing: it changes where nobody outside sees it. */
final class Cursor {
  private int position;

  int advance() {
    position++;
    return position;
  }
}

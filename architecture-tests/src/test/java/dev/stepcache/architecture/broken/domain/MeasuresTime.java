package dev.stepcache.architecture.broken.domain;

/** Breaks: the domain asks the system for nothing. */
public final class MeasuresTime {
  public long now() {
    return System.nanoTime();
  }
}

package dev.stepcache.architecture.broken.domain;

/** Breaks: nothing that the domain shows changes. */
public final class HasASetter {
  private int count;

  public int count() {
    return count;
  }

  public void count(int count) {
    this.count = count;
  }
}

package dev.stepcache.architecture.broken.cli;

/** Breaks: programs start in wiring. */
public final class HasAMain {
  private HasAMain() {}

  public static void main(String[] arguments) {}
}

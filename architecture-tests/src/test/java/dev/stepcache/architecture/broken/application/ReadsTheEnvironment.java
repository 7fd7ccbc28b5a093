package dev.stepcache.architecture.broken.application;

/** Breaks: clock, environment and exit are for wiring. */
public final class ReadsTheEnvironment {
  public String home() {
    return System.getenv().getOrDefault("HOME", "");
  }
}

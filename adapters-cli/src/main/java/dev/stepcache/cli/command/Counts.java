package dev.stepcache.cli.command;

/** Numbers of things, said as people say them. */
final class Counts {
  private Counts() {}

  static String of(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}

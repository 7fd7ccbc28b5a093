package dev.stepcache.persistence.jooq;

/** Words of a driver within ours. */
final class Sentences {
  private Sentences() {}

  static String firstLine(Throwable reported) {
    String message = String.valueOf(reported.getMessage()).strip();
    String line = message.lines().findFirst().orElse(reported.getClass().getSimpleName());
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}

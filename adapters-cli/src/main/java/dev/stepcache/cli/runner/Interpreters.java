package dev.stepcache.cli.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs a program that is a file: itself when it is executable, else what its ending says. */
final class Interpreters {
  private static final Map<String, String> BY_ENDING =
      Map.of(".py", "python3", ".java", "java", ".sh", "sh");

  private Interpreters() {}

  /**
   * The words that a command running this file begins with, the file not among them.
   *
   * @return empty when nothing here can run it
   */
  static Optional<List<String>> of(Path program) {
    if (Files.isExecutable(program)) {
      return Optional.of(List.of());
    }
    String name = program.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.ofNullable(BY_ENDING.get(name.substring(dot))).map(List::of);
  }
}

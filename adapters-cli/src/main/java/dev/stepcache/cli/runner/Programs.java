package dev.stepcache.cli.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The programs that an environment finds. */
final class Programs {
  private Programs() {}

  /** The file of a program, which may be named by its path. */
  static Optional<Path> onPath(String program, Map<String, String> environment) {
    if (program.contains("/")) {
      return Optional.of(Path.of(program)).filter(Files::isExecutable);
    }
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return Optional.of(Path.of(folder, program));
      }
    }
    return Optional.empty();
  }
}

package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Docker or podman.
 *
 * @param words its program and the options that all its commands are given
 * @param environment all that its program has
 * @param runOptions what every container is started with
 * @param publishes whether a container can have a network of its own with published ports; else it
 *     has the machine's
 */
record ContainerEngine(
    List<String> words,
    Map<String, String> environment,
    List<String> runOptions,
    boolean publishes) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int NO_ANSWER = -1;

  ContainerEngine {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
    runOptions = List.copyOf(runOptions);
  }

  /** How a call of it ended, and what it printed. */
  record Answer(int exitCode, String text) {
    boolean isGood() {
      return exitCode == 0;
    }

    /** What it says is wrong: the line that says so, else the last one. */
    String complaint() {
      return text.lines()
          .filter(line -> line.startsWith("Error"))
          .findFirst()
          .or(() -> text.lines().filter(line -> !line.isBlank()).reduce((one, next) -> next))
          .orElse("")
          .strip();
    }
  }

  /** What people call it. */
  String name() {
    return Path.of(words.get(0)).getFileName().toString();
  }

  /** The same, with options of its own and of its containers. */
  ContainerEngine with(List<String> more, List<String> moreOfRun, boolean publishing) {
    return new ContainerEngine(
        joined(words, more), environment, joined(runOptions, moreOfRun), publishing);
  }

  List<String> command(List<String> arguments) {
    return joined(words, arguments);
  }

  /** Calls it, and waits for its answer, also while this thread is interrupted. */
  Answer call(List<String> arguments) {
    try {
      // What it starts may stay, and hold what it prints to: a file does not wait for that.
      Path printed = Files.createTempFile("stepcache-engine", ".txt");
      try {
        return call(arguments, printed);
      } finally {
        Files.deleteIfExists(printed);
      }
    } catch (IOException failed) {
      return new Answer(NO_ANSWER, String.valueOf(failed.getMessage()));
    }
  }

  private Answer call(List<String> arguments, Path printed) throws IOException {
    ProcessBuilder call =
        new ProcessBuilder(command(arguments))
            .directory(Path.of("/").toFile())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    call.environment().clear();
    call.environment().putAll(environment);
    int exitCode = exitCode(call.start());
    return new Answer(exitCode, new String(Files.readAllBytes(printed), UTF_8));
  }

  private static int exitCode(Process process) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly();
            return NO_ANSWER;
          }
          return process.exitValue();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<String> joined(List<String> one, List<String> other) {
    List<String> joined = new ArrayList<>(one);
    joined.addAll(other);
    return joined;
  }
}

package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.step.StepFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a program failed, from what is left of it: a text of its own, or the last it printed. */
final class FailureReason {
  /** As many characters as SageMaker gives a step's failure reason. */
  private static final int MOST = 1024;

  private static final int TAIL_BYTES = 4096;
  private static final int TAIL_LINES = 3;

  /** Exit codes above it tell of a signal, as a shell's do. */
  private static final int SIGNALLED = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 8, "SIGFPE", 9,
          "SIGKILL", 11, "SIGSEGV", 13, "SIGPIPE", 15, "SIGTERM");

  private FailureReason() {}

  /**
   * The reason in one text.
   *
   * @param own files that the program may have left its reason in, the first that has any counts
   * @param log where it printed to, from some byte on
   */
  static String of(int exitCode, List<Path> own, Path log, long from) throws IOException {
    String how = how(exitCode);
    for (Path file : own) {
      Optional<String> text = text(file);
      if (text.isPresent()) {
        return shortened(text.get(), MOST - how.length() - 3) + " (" + how + ")";
      }
    }
    String tail = tail(log, from);
    return tail.isEmpty()
        ? "the program ended with " + how + " and printed nothing"
        : "the program ended with %s; the last it printed: %s"
            .formatted(how, shortened(tail, MOST - how.length() - 60));
  }

  /**
   * The reason of a command of the user's own: the last line that it printed, where that tells of a
   * fault that may be gone at the next attempt, as in {@code CapacityError: no GPU is free} (X2).
   */
  static String ofCommand(int exitCode, Path log, long from) throws IOException {
    String last = tail(log, from).lines().reduce("", (before, line) -> line);
    return StepFault.of(last).isPresent()
        ? "%s (%s)".formatted(shortened(last, MOST - 60), how(exitCode))
        : of(exitCode, List.of(), log, from);
  }

  /** A reason that is known, with the last that was printed to a log from some byte on. */
  static String of(String reason, Path log, long from) throws IOException {
    String tail = tail(log, from);
    return tail.isEmpty()
        ? shortened(reason, MOST)
        : shortened(reason + "; the last that was printed: " + tail, MOST);
  }

  private static String how(int exitCode) {
    int signal = exitCode - SIGNALLED;
    return SIGNALS.containsKey(signal)
        ? "exit code %d, killed by signal %d (%s)".formatted(exitCode, signal, SIGNALS.get(signal))
        : "exit code " + exitCode;
  }

  /** What a program left as its last words; empty when it left none. */
  static Optional<String> text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(TAIL_BYTES), UTF_8).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(shortened(text, MOST));
    }
  }

  private static String tail(Path log, long from) throws IOException {
    if (!Files.exists(log)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(Math.max(from, Files.size(log) - TAIL_BYTES));
      List<String> lines =
          new String(in.readAllBytes(), UTF_8).lines().filter(line -> !line.isBlank()).toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()))
          .strip();
    }
  }

  private static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}

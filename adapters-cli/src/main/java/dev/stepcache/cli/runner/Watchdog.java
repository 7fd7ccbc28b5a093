package dev.stepcache.cli.runner;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process that ends all jobs of this one when this one is gone, however that came: then its
 * input, a pipe that only this process holds, is over.
 */
final class Watchdog {
  /** What is pressed on the keyboard reaches it too, and must not keep it from its duty. */
  private static final String WAIT =
      """
      trap '' HUP INT TERM
      read -r never
      """;

  private final String script;
  private final List<String> arguments;

  /** Kept, for the pipe is closed when nobody has it any more. */
  private @Nullable Process process;

  /**
   * @param script ends the jobs, and finds its arguments from {@code $1} on
   */
  Watchdog(String script, List<String> arguments) {
    this.script = script;
    this.arguments = List.copyOf(arguments);
  }

  synchronized void watch() {
    if (process != null && process.isAlive()) {
      return;
    }
    List<String> words = new ArrayList<>(List.of("sh", "-c", WAIT + script, "sh"));
    words.addAll(arguments);
    ProcessBuilder watchdog =
        new ProcessBuilder(words)
            .directory(Path.of("/").toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    watchdog.environment().remove(JobProcesses.MARK); // it must outlive what it is to end
    try {
      process = watchdog.start();
    } catch (IOException unwatched) {
      process = null; // jobs run all the same; a start of theirs that fails as well will say why
    }
  }
}

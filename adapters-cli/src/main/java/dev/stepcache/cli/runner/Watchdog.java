package dev.stepcache.cli.runner;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A process that ends all jobs of this one when this one is gone, however that came: then its
 * input, a pipe that only this process holds, is over. Where there is no {@code /proc}, there is
 * none.
 */
final class Watchdog {
  /** What is pressed on the keyboard reaches it too, and must not keep it from its duty. */
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      read -r never
      for round in 1 2 3; do
        for found in $(grep -ls "$1" /proc/[0-9]*/environ); do
          found=${found#/proc/}
          kill -KILL "${found%/environ}" 2> /dev/null
        done
      done
      """;

  private final String mark;

  /** Kept, for the pipe is closed when nobody has it any more. */
  private @Nullable Process process;

  /**
   * @param mark what the environment of every job has in it, and no other's
   */
  Watchdog(String mark) {
    this.mark = mark;
  }

  synchronized void watch() {
    if ((process != null && process.isAlive()) || !Files.exists(Path.of("/proc/self/environ"))) {
      return;
    }
    ProcessBuilder watchdog =
        new ProcessBuilder("sh", "-c", SCRIPT, "sh", mark)
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

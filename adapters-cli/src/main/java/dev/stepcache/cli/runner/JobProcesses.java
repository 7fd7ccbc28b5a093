package dev.stepcache.cli.runner;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts the processes of jobs. Each job has a session of its own, where the system has that, so
 * that a key pressed for stepcache does not reach it; and its environment bears a mark by which all
 * its processes are found, whoever their parents are by then.
 */
final class JobProcesses {
  static final String MARK = "STEPCACHE_MARK";

  private static final String END_ALL =
      """
      for round in 1 2 3; do
        for found in $(grep -ls "$1" /proc/[0-9]*/environ); do
          found=${found#/proc/}
          kill -KILL "${found%/environ}" 2> /dev/null
        done
      done
      """;

  private final Map<String, String> environment;
  private final String owner = UUID.randomUUID().toString();
  private final AtomicLong started = new AtomicLong();
  private final Watchdog watchdog = new Watchdog(END_ALL, List.of(MARK + "=" + owner));

  /**
   * @param environment what jobs inherit
   */
  JobProcesses(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The environment of a process; {@code java} is on its path, if only as the last. */
  Map<String, String> inherited() {
    Map<String, String> inherited = new TreeMap<>(environment);
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    inherited.merge("PATH", java, (path, last) -> path + ":" + last);
    return inherited;
  }

  /**
   * Starts a command.
   *
   * @param environment all of it
   * @param log what it prints is appended to this file
   */
  RunningProcess start(List<String> command, Map<String, String> environment, Path folder, Path log)
      throws IOException {
    watchdog.watch();
    String mark = owner + "-" + started.incrementAndGet();
    List<String> words = new ArrayList<>();
    if (Programs.onPath("setsid", environment).isPresent()) {
      words.add("setsid");
    }
    words.addAll(command);
    ProcessBuilder job =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    job.environment().clear();
    try {
      job.environment().putAll(environment);
    } catch (IllegalArgumentException noVariable) {
      throw new IOException(
          "no process can have such an environment: " + noVariable.getMessage(), noVariable);
    }
    job.environment().put(MARK, mark);
    return new RunningProcess(job.start(), new ProcessTree(MARK + "=" + mark));
  }
}

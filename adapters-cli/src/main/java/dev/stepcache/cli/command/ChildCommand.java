package dev.stepcache.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A command of the user's, which has standard input, output and error of this process. */
final class ChildCommand {
  /** Less than a signal to this process waits for its answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ProcessBuilder builder;
  private final Duration grace;
  private @Nullable Process process;
  private boolean stopped;

  /**
   * @param grace how long a stopped command may go on before it is asked to end
   */
  ChildCommand(List<String> words, Path folder, Duration grace) {
    this.builder = new ProcessBuilder(words).directory(folder.toFile()).inheritIO();
    this.grace = grace;
  }

  void tell(String variable, String value) {
    builder.environment().put(variable, value);
  }

  /** Runs the command to its end and answers its exit code, 128 and more for a signal. */
  int run() throws IOException, InterruptedException {
    return start().waitFor();
  }

  private synchronized Process start() throws IOException {
    Process started = builder.start();
    process = started;
    if (stopped) {
      end(started);
    }
    return started;
  }

  /** Has the command end, by force if it has to be; from any thread. */
  synchronized void stop() {
    if (!stopped && process != null) {
      end(process);
    }
    stopped = true;
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  private void end(Process running) {
    after(grace, () -> all(running).forEach(ProcessHandle::destroy));
    after(grace.plus(PATIENCE), () -> all(running).forEach(ProcessHandle::destroyForcibly));
  }

  private static void after(Duration delay, Runnable action) {
    Executor later = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    later.execute(action);
  }

  /** The command and all that it started, as a key pressed at a terminal reaches them too. */
  private static List<ProcessHandle> all(Process running) {
    return Stream.concat(running.descendants(), Stream.of(running.toHandle())).toList();
  }
}

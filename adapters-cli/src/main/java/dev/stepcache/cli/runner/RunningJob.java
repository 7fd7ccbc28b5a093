package dev.stepcache.cli.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A started job. Closing it ends it with all its processes, as a container is ended. */
final class RunningJob implements AutoCloseable {
  private final Process process;
  private final ProcessTree tree;

  RunningJob(Process process, ProcessTree tree) {
    this.process = process;
    this.tree = tree;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; empty when it takes longer than it may. */
  OptionalInt await(Optional<Duration> limit) throws InterruptedException {
    if (limit.isEmpty()) {
      return OptionalInt.of(process.waitFor());
    }
    return process.waitFor(limit.get().toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  /** Also while this thread is interrupted: it takes the time that it takes. */
  @Override
  public void close() {
    tree.end(process.toHandle());
  }
}

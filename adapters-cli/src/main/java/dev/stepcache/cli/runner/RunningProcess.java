package dev.stepcache.cli.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process of this machine. Closing it ends all that it started, as a container is ended. */
final class RunningProcess implements RunningJob {
  private final Process process;
  private final ProcessTree tree;

  RunningProcess(Process process, ProcessTree tree) {
    this.process = process;
    this.tree = tree;
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public OptionalInt await(Optional<Duration> limit) throws InterruptedException {
    if (limit.isEmpty()) {
      return OptionalInt.of(process.waitFor());
    }
    return process.waitFor(limit.get().toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  @Override
  public void close() {
    tree.end(process.toHandle());
  }
}

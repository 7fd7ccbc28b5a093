package dev.stepcache.cli.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A started program of a job. Closing it ends it with all that it started. */
interface RunningJob extends AutoCloseable {

  boolean isAlive();

  /** Waits for its end; empty when it takes longer than it may. */
  OptionalInt await(Optional<Duration> limit) throws InterruptedException;

  /** Why it ended so, where that was not the program's own doing; asked before it is closed. */
  default Optional<String> trouble(int exitCode) {
    return Optional.empty();
  }

  /** Also while this thread is interrupted: it takes the time that it takes. */
  @Override
  void close();
}

package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All processes of a job: the descendants of the first one, and whatever else has the job's mark in
 * its environment, for who outlives a parent is nobody's descendant any more.
 *
 * @param mark the variable with its value
 */
record ProcessTree(String mark) {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration AGONY = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 50;
  private static final Path PROC = Path.of("/proc");

  /** Asks all to end; makes those end that are still there a few seconds later. */
  void end(ProcessHandle first) {
    Set<ProcessHandle> known = new HashSet<>();
    boolean interrupted = false;
    if (first.isAlive()) {
      interrupted = until(GRACE, first, known, ProcessHandle::destroy);
    }
    interrupted |= until(AGONY, first, known, ProcessHandle::destroyForcibly);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether this thread was interrupted meanwhile. */
  private boolean until(
      Duration patience,
      ProcessHandle first,
      Set<ProcessHandle> known,
      Consumer<ProcessHandle> signal) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    Set<ProcessHandle> told = new HashSet<>();
    while (true) {
      Set<ProcessHandle> alive = alive(first, known);
      for (ProcessHandle process : alive) {
        if (told.add(process)) {
          signal.accept(process);
        }
      }
      if (alive.isEmpty() || System.nanoTime() > deadline) {
        return interrupted;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
  }

  private Set<ProcessHandle> alive(ProcessHandle first, Set<ProcessHandle> known) {
    known.add(first);
    for (ProcessHandle process : Set.copyOf(known)) {
      process.descendants().forEach(known::add);
    }
    addMarked(known);
    known.removeIf(process -> !process.isAlive() || isZombie(process));
    return Set.copyOf(known);
  }

  private void addMarked(Set<ProcessHandle> known) {
    if (!Files.isDirectory(PROC)) {
      return;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (isMarked(process)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(known::add);
        }
      }
    } catch (IOException notTold) {
      // Then the descendants are all that is known.
    }
  }

  private boolean isMarked(Path process) {
    try {
      String environment = Files.readString(process.resolve("environ"), ISO_8859_1);
      return ("\0" + environment).contains("\0" + mark + "\0");
    } catch (IOException overOrAnothers) {
      return false;
    }
  }

  /** One that is over, but whose parent has not asked for its end. */
  private static boolean isZombie(ProcessHandle process) {
    try {
      String stat =
          Files.readString(PROC.resolve(Long.toString(process.pid())).resolve("stat"), ISO_8859_1);
      return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException notTold) {
      return false;
    }
  }
}

package dev.stepcache.application.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.run.StepRunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs whose outputs were found gone or altered not long ago, so that the same ones are not asked
 * for over a network again and again; kept in a file for the next process. Forgotten in time: what
 * is gone can come back. Nothing depends on it: where it cannot be read or written, all is as if it
 * were not there.
 */
final class KnownBad {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  /** A longer file is begun anew. */
  private static final long MOST_BYTES = 1024 * 1024;

  private final Path file;
  private final InstantSource clock;
  private final Map<String, Fault> faults = new HashMap<>();
  private boolean loaded;

  KnownBad(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  private record Fault(Instant until, String what) {}

  /** What was wrong with a run when it was looked at in this way. */
  synchronized Optional<String> find(StepRunId run, Verification.Mode mode) {
    load();
    return Optional.ofNullable(faults.get(mode + " " + run))
        .filter(fault -> clock.instant().isBefore(fault.until))
        .map(Fault::what);
  }

  synchronized void remember(StepRunId run, Verification.Mode mode, String what) {
    load();
    Fault fault = new Fault(clock.instant().plus(REMEMBERED), what);
    faults.put(mode + " " + run, fault);
    String line = "%s %s %s %s%n".formatted(fault.until, mode, run, what.replaceAll("\\R", " "));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      boolean full = Files.exists(file) && Files.size(file) > MOST_BYTES;
      Files.writeString(
          file,
          line,
          StandardOpenOption.CREATE,
          full ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND,
          StandardOpenOption.WRITE);
    } catch (IOException notKept) {
      // The next process asks again, which is slower and nothing worse.
    }
  }

  private void load() {
    if (loaded) {
      return;
    }
    loaded = true;
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= 2 * MOST_BYTES) {
        new String(Files.readAllBytes(file), UTF_8).lines().forEach(this::read);
      }
    } catch (IOException unreadable) {
      faults.clear();
    }
  }

  private void read(String line) {
    String[] parts = line.split(" ", 4);
    if (parts.length == 4) {
      try {
        faults.put(parts[1] + " " + parts[2], new Fault(Instant.parse(parts[0]), parts[3]));
      } catch (DateTimeException cutOff) {
        return; // the end of a process that was killed while it wrote
      }
    }
  }
}

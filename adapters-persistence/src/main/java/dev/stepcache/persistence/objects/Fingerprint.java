package dev.stepcache.persistence.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What changes about a file when its content does. Times are nanoseconds of the epoch; {@code
 * ctime} is the one that no program can set.
 */
record Fingerprint(long size, long mtime, long ctime, long inode, long device) {
  /** Within it of a change, another one may leave no trace in a file's times (X5). */
  private static final Duration TOO_FRESH = Duration.ofSeconds(2);

  /** Of the file that a path leads to; empty where the file system does not tell all of it. */
  static Optional<Fingerprint> of(Path path) throws IOException {
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino,dev");
    } catch (UnsupportedOperationException | IllegalArgumentException notTold) {
      return Optional.empty();
    }
    if (attributes.get("size") instanceof Long size
        && attributes.get("lastModifiedTime") instanceof FileTime mtime
        && attributes.get("ctime") instanceof FileTime ctime
        && attributes.get("ino") instanceof Long inode
        && attributes.get("dev") instanceof Long device) {
      return Optional.of(
          new Fingerprint(
              size, mtime.to(TimeUnit.NANOSECONDS), ctime.to(TimeUnit.NANOSECONDS), inode, device));
    }
    return Optional.empty();
  }

  /** Whether a change after this instant would show. */
  boolean isSettledAt(Instant reading) {
    Instant settled = reading.minus(TOO_FRESH);
    return instant(mtime).isBefore(settled) && instant(ctime).isBefore(settled);
  }

  private static Instant instant(long nanoseconds) {
    return Instant.EPOCH.plusNanos(nanoseconds);
  }
}

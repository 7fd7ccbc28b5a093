package dev.stepcache.persistence.objects;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Says what could not be done to which file, and why: Java's own messages may leave out either. */
final class FileFault {
  private FileFault() {}

  static IOException reading(Path path, IOException cause) {
    return new IOException("%s cannot be read: %s".formatted(path, reason(cause)), cause);
  }

  static IOException writing(Path path, IOException cause) {
    return new IOException("%s cannot be written: %s".formatted(path, reason(cause)), cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getReason();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}

package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistoryUnavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Properties;

/**
 * The file of a history and how it can be opened.
 *
 * @param options what stands behind the question mark of the URL; may be empty
 */
record SqliteFile(Path path, String url, String options) {
  static final String PREFIX = "jdbc:sqlite:";

  /** Longer than any write takes, shorter than people wait. */
  private static final int BUSY_MILLIS = 10_000;

  static SqliteFile of(String url) {
    String rest = url.substring(PREFIX.length());
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    try {
      return new SqliteFile(pathOf(place), url, question < 0 ? "" : rest.substring(question + 1));
    } catch (IllegalArgumentException noPath) {
      throw new RunHistoryUnavailable(
          "The history %s names no file: expected jdbc:sqlite:PATH.".formatted(url), noPath);
    }
  }

  private static Path pathOf(String place) {
    if (place.isEmpty() || place.startsWith(":")) {
      throw new InvalidPathException(place, "no file");
    }
    if (place.startsWith("file:/")) {
      return Path.of(URI.create(place));
    }
    return Path.of(place.startsWith("file:") ? place.substring("file:".length()) : place)
        .toAbsolutePath();
  }

  String name() {
    return path.toString();
  }

  void createFolder() {
    try {
      Path folder = path.getParent();
      if (folder != null && !Files.exists(path)) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new RunHistoryUnavailable(
          "The history %s cannot be opened: its folder cannot be made.".formatted(name()), e);
    }
  }

  /** What tells this file from another of its name; empty where there is none, or it is unknown. */
  Optional<Object> identity() {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /**
   * What to connect to. Beside a file in WAL mode others are made even to read it; where that is
   * not possible and none has been left there, the file cannot change and is read as such.
   */
  String connectionUrl() {
    Path folder = path.getParent();
    boolean unchanging =
        Files.exists(path)
            && folder != null
            && !Files.isWritable(folder)
            && !Files.exists(path.resolveSibling(path.getFileName() + "-wal"));
    return unchanging ? PREFIX + "file:" + path.toUri().getRawPath() + "?immutable=1" : url;
  }

  /** The settings of a connection; those of the URL come first. */
  Properties settings() {
    Properties settings = new Properties();
    put(settings, "busy_timeout", BUSY_MILLIS);
    put(settings, "synchronous", "FULL");
    put(settings, "transaction_mode", "IMMEDIATE");
    return settings;
  }

  private void put(Properties settings, String name, Object value) {
    if (!options.contains(name + "=")) {
      settings.setProperty(name, value.toString());
    }
  }
}

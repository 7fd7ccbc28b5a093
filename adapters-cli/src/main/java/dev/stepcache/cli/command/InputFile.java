package dev.stepcache.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A JSON document that a command is given: a file, or {@code -} for standard input. */
final class InputFile {
  private static final String STANDARD_INPUT = "-";

  private final String name;
  private final Path path;
  private final byte[] bytes;

  /**
   * A document that was read.
   *
   * @param name what the user called it
   * @param path where it lies; the current folder for standard input
   */
  private InputFile(String name, Path path, byte[] bytes) {
    this.name = name;
    this.path = path;
    this.bytes = bytes;
  }

  static InputFile read(String name, Invocation invocation) {
    try {
      if (name.equals(STANDARD_INPUT)) {
        return new InputFile(name, invocation.folder(), readLimited(invocation.input()));
      }
      Path path = invocation.path(name).toAbsolutePath();
      try (InputStream file = Files.newInputStream(path)) {
        return new InputFile(name, path, readLimited(file));
      }
    } catch (NoSuchFileException e) {
      throw CommandFailure.notFound("there is no file " + name);
    } catch (AccessDeniedException e) {
      throw CommandFailure.notFound(name + " cannot be read: access is denied");
    } catch (IOException e) {
      throw CommandFailure.notFound(name + " cannot be read: " + e.getMessage());
    }
  }

  /** One byte over the limit is enough to be refused. */
  private static byte[] readLimited(InputStream input) throws IOException {
    return input.readNBytes(JsonReader.MAX_BYTES + 1);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** The document as text. */
  String text() {
    return new String(bytes, UTF_8);
  }

  boolean isStandardInput() {
    return name.equals(STANDARD_INPUT);
  }

  /** How messages name the document. */
  String shown() {
    return isStandardInput() ? "standard input" : name;
  }

  /** The folder that the document lies in; the current one for standard input. */
  Path folder() {
    Path parent = isStandardInput() ? path : path.getParent();
    return parent == null ? path : parent;
  }

  /** The file's name without its last extension. */
  String baseName() {
    String file = String.valueOf(path.getFileName());
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  AttributeValue json() {
    return JsonReader.read(bytes)
        .getOrElseThrow(fault -> CommandFailure.invalid(shown() + ": " + fault));
  }
}

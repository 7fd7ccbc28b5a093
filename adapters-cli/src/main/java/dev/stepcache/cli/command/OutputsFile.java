package dev.stepcache.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonFault;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import io.vavr.control.Either;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The file that a command leaves its outputs in.
 *
 * @param name what the user called it
 */
record OutputsFile(String name, Path path) {

  /** A place where a file can be, whether there is one now or not. */
  static OutputsFile of(String name, Invocation invocation) {
    Path path = invocation.path(name).toAbsolutePath();
    Path folder = path.getParent();
    if (Files.isDirectory(path) || folder == null) {
      throw CommandFailure.usage("--outputs " + name + " is a folder; a file is needed");
    }
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.notFound("--outputs " + name + ": there is no folder " + folder);
    }
    return new OutputsFile(name, path);
  }

  void write(AttributeValue outputs) {
    byte[] text = (JsonObject.pretty(outputs) + "\n").getBytes(UTF_8);
    try {
      WholeFile.write(path, out -> out.write(text));
    } catch (IOException e) {
      throw CommandFailure.notFound(name + " cannot be written: " + WholeFile.trouble(e));
    }
  }

  /** Takes away what an earlier run left, so that it is not taken for the work of the next. */
  void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw CommandFailure.notFound(name + " cannot be removed: " + WholeFile.trouble(e));
    }
  }

  /** The document in the file; the left side says why there is none. */
  Either<String, AttributeValue> read() {
    try (InputStream file = Files.newInputStream(path)) {
      return JsonReader.read(file.readNBytes(JsonReader.MAX_BYTES + 1)).mapLeft(this::noDocument);
    } catch (NoSuchFileException e) {
      return Either.left("it wrote no outputs to " + name);
    } catch (IOException e) {
      return Either.left(
          "its outputs in %s cannot be read: %s".formatted(name, WholeFile.trouble(e)));
    }
  }

  private String noDocument(JsonFault fault) {
    return "its outputs in %s are not one JSON document: %s".formatted(name, fault);
  }
}

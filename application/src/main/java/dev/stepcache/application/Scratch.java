package dev.stepcache.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The folder that a job has while it runs. */
record Scratch(Path folder) implements AutoCloseable {

  /** Makes an empty folder for a job of an execution. */
  static Scratch make(Path parent, String execution, String step) throws IOException {
    Path of = Files.createDirectories(parent.resolve("work"));
    return new Scratch(Files.createTempDirectory(of, execution + "-" + fileName(step) + "-"));
  }

  /** Deletes what executions left that were killed; whoever is still at work keeps its folders. */
  static void deleteLeft(Path parent, Predicate<String> isOver) {
    Path work = parent.resolve("work");
    if (!Files.isDirectory(work)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(work, "*-*")) {
      for (Path folder : left) {
        String name = folder.getFileName().toString();
        if (isOver.test(name.substring(0, name.indexOf('-')))) {
          new Scratch(folder).close();
        }
      }
    } catch (IOException notNow) {
      // It is tried again by the next execution.
      return;
    }
  }

  /** Where what a step of an execution prints is kept, as soon as it prints something. */
  static Path log(Path parent, String execution, String step) {
    return parent.resolve("logs").resolve(fileName(execution)).resolve(fileName(step) + ".log");
  }

  /** A file name for any text, the text itself where that is one. */
  private static String fileName(String text) {
    String name = URLEncoder.encode(text, UTF_8).replace("*", "%2A");
    // Dots alone name folders, and most file systems end names at 255 bytes.
    String safe = name.startsWith(".") ? "%2E" + name.substring(1) : name;
    return safe.length() <= 200
        ? safe
        : safe.substring(0, 190) + Integer.toHexString(text.hashCode());
  }

  /** Deletes the folder and all in it. */
  @Override
  public void close() {
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (IOException left) {
      // A job left files of another owner: they harm nobody.
      return;
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}

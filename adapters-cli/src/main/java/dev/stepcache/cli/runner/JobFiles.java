package dev.stepcache.cli.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a job left in a folder, links followed. */
final class JobFiles {
  private JobFiles() {}

  /** The files at and below a path by their relative names, sorted; none where nothing is. */
  static SortedMap<String, Path> at(Path path) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    for (Path found : found(path)) {
      if (!Files.isDirectory(found)) {
        requireFile(found);
        String name = path.relativize(found).toString();
        files.put(name.isEmpty() ? found.getFileName().toString() : name, found);
      }
    }
    return files;
  }

  /** The folders below a path by their relative names, sorted. */
  static SortedMap<String, Path> foldersBelow(Path path) throws IOException {
    SortedMap<String, Path> folders = new TreeMap<>();
    for (Path found : found(path)) {
      if (Files.isDirectory(found) && !found.equals(path)) {
        folders.put(path.relativize(found).toString(), found);
      }
    }
    return folders;
  }

  private static List<Path> found(Path path) throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      return found.toList();
    } catch (UncheckedIOException unreadable) {
      if (unreadable.getCause() instanceof FileSystemLoopException loop) {
        throw new IOException(loop.getFile() + " is a link in a circle", loop);
      }
      throw unreadable.getCause();
    }
  }

  private static void requireFile(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(path + " is a link to nothing");
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + " is neither a file nor a folder");
    }
  }
}

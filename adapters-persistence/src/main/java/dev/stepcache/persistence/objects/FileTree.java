package dev.stepcache.persistence.objects;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files at and below a path, links followed. What could not be read as a file is refused: a
 * link that leads back to a folder it lies in, a link to nothing, a pipe or a device.
 */
final class FileTree {
  private final SortedMap<String, Path> files = new TreeMap<>();

  /** The folders that lead to the one being read. */
  private final Map<Object, Path> ancestors = new HashMap<>();

  private FileTree() {}

  /**
   * The files by their names relative to the path, with slashes, sorted by UTF-16 code unit; a path
   * that is a file has that one, by the empty name.
   */
  static SortedMap<String, Path> at(Path path) throws IOException {
    FileTree tree = new FileTree();
    tree.add("", path);
    return tree.files;
  }

  /** What is at a path; empty when nothing is, which is found out without an exception. */
  static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.ofNullable(
          path.getFileSystem().provider().readAttributesIfExists(path, BasicFileAttributes.class));
    } catch (FileSystemException failed) {
      if (isBelowFile(path)) {
        return Optional.empty();
      }
      throw FileFault.reading(path, failed);
    }
  }

  private static boolean isBelowFile(Path path) {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above)) {
        return !Files.isDirectory(above);
      }
    }
    return false;
  }

  private void add(String name, Path path) throws IOException {
    Optional<BasicFileAttributes> found = attributes(path);
    if (found.isEmpty()) {
      throw new IOException(
          path + (Files.isSymbolicLink(path) ? " is a link to nothing" : " is not there any more"));
    }
    BasicFileAttributes attributes = found.get();
    if (attributes.isRegularFile()) {
      files.put(name, path);
    } else if (attributes.isDirectory()) {
      addBelow(name, path, attributes);
    } else {
      throw new IOException(path + " is neither a file nor a folder, so it has no content to take");
    }
  }

  private void addBelow(String name, Path folder, BasicFileAttributes attributes)
      throws IOException {
    Object key = attributes.fileKey() == null ? folder.toRealPath() : attributes.fileKey();
    Path above = ancestors.putIfAbsent(key, folder);
    if (above != null) {
      throw new IOException(
          "%s is a link that leads back to %s, in a circle".formatted(folder, above));
    }
    for (Path child : children(folder)) {
      String childName = child.getFileName().toString();
      if (childName.indexOf('\uFFFD') >= 0) {
        // Two such names could look the same, and then one would hide the other.
        throw new IOException(
            child + " has a name that is no UTF-8; is this process run with a UTF-8 locale?");
      }
      if (!AtomicFile.isTemporary(childName)) {
        add(name.isEmpty() ? childName : name + "/" + childName, child);
      }
    }
    ancestors.remove(key);
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    } catch (IOException failed) {
      throw FileFault.reading(folder, failed);
    }
  }
}

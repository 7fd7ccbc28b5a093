package dev.stepcache.cli.runner;

import dev.stepcache.application.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;

/** Brings the objects of URIs to a job's folders, and what it left there back. */
final class Transfer {
  private static final String GZIP_ENDING = ".gz";

  private final ObjectStore objects;

  Transfer(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Fetches an input, which must have at least one object.
   *
   * @param unpack whether objects that end at {@code .gz} are to be unpacked
   */
  void fetch(String uri, Path folder, boolean unpack) throws IOException, JobFailure {
    Files.createDirectories(folder);
    if (objects.fetch(uri, folder) == 0) {
      throw missing(uri);
    }
    if (unpack) {
      for (Path file : JobFiles.at(folder).values()) {
        unpack(file);
      }
    }
  }

  /**
   * Fetches an archive and unpacks it; what is no archive is taken as it is.
   *
   * @param scratch where it may lie meanwhile
   */
  void fetchUnpacked(String uri, Path folder, Path scratch) throws IOException, JobFailure {
    if (!fetchUnpackedIfAny(uri, folder, scratch)) {
      throw missing(uri);
    }
  }

  /** The same where there is anything; answers whether there was. */
  boolean fetchUnpackedIfAny(String uri, Path folder, Path scratch) throws IOException {
    Path fetched = Files.createTempDirectory(scratch, "fetched");
    if (!objects.isKept(uri) || objects.fetch(uri, fetched) == 0) {
      return false;
    }
    SortedMap<String, Path> files = JobFiles.at(fetched);
    String first = files.firstKey();
    if (files.size() == 1 && (first.endsWith(".tar.gz") || first.endsWith(".tgz"))) {
      Archive.unpack(fetched.resolve(first), folder);
      return true;
    }
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.resolve("..").normalize());
      Files.move(file.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
    }
    return true;
  }

  private static JobFailure missing(String uri) {
    return new JobFailure("ClientError: there is no object at or below " + uri);
  }

  /** Fetches what is there, if anything. */
  void fetchIfAny(String uri, Path folder) throws IOException {
    Files.createDirectories(folder);
    objects.fetch(uri, folder);
  }

  /** Puts the files at and below a path to a place, and notes their digests by their URIs. */
  void store(Path path, String uri, Map<String, String> stored) throws IOException {
    for (Map.Entry<String, Path> file : JobFiles.at(path).entrySet()) {
      store(file.getValue(), uri, file.getKey(), stored);
    }
  }

  /** Puts a file to a place by a name, and notes its digest by its URI, which is answered. */
  String store(Path file, String uri, String name, Map<String, String> stored) throws IOException {
    String escaped = uri.startsWith("file:") ? name.replace("%", "%25") : name;
    String object = uri + (uri.endsWith("/") ? "" : "/") + escaped;
    stored.put(object, objects.put(file, object));
    return object;
  }

  private static void unpack(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(GZIP_ENDING) && name.length() > GZIP_ENDING.length()) {
      Path unpacked = file.resolveSibling(name.substring(0, name.length() - GZIP_ENDING.length()));
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        Files.copy(in, unpacked);
      }
      Files.delete(file);
    }
  }
}

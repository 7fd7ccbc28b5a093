package dev.stepcache.persistence.objects;

import static java.util.Collections.emptySortedMap;

import dev.stepcache.application.port.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps {@code s3://bucket/key} as the file {@code bucket/key} of a folder. */
final class LocalObjectStore implements ObjectStore {
  private static final String ABSENT = "absent";

  private final Places places;
  private final StoreIdentity identity;
  private final ContentDigests digests;

  LocalObjectStore(Places places, StoreIdentity identity, ContentDigests digests) {
    this.places = places;
    this.identity = identity;
    this.digests = digests;
  }

  @Override
  public String identity() {
    return identity.get();
  }

  @Override
  public boolean isKept(String uri) {
    return places.of(uri).isPresent();
  }

  @Override
  public Optional<String> digest(String uri) throws IOException {
    Optional<Place> place = places.of(uri);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    Optional<SortedMap<String, Path>> files = files(place.get());
    if (place.get().kind() == Place.Kind.FILE) {
      return Optional.of(files.isEmpty() ? ABSENT : digests.of(files.get()));
    }
    return files.isEmpty() || files.get().isEmpty()
        ? Optional.empty()
        : Optional.of(digests.of(files.get()));
  }

  @Override
  public SortedMap<String, String> objects(String uri) throws IOException {
    SortedMap<String, String> objects = new TreeMap<>();
    Optional<Place> place = places.of(uri);
    if (place.isPresent()) {
      for (Map.Entry<String, Path> file : listed(place.get()).entrySet()) {
        objects.put(place.get().uriOf(file.getKey()), digests.of(single(file.getValue())));
      }
    }
    return objects;
  }

  @Override
  public SortedSet<String> existing(SortedSet<String> uris) throws IOException {
    SortedSet<String> existing = new TreeSet<>();
    for (String uri : uris) {
      if (file(uri).isPresent()) {
        existing.add(uri);
      }
    }
    return existing;
  }

  @Override
  public SortedMap<String, String> digests(SortedSet<String> uris) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    for (String uri : uris) {
      Optional<Path> file = file(uri);
      if (file.isPresent()) {
        found.put(uri, digests.of(single(file.get())));
      }
    }
    return found;
  }

  /** The file of the one object of a URI. */
  private Optional<Path> file(String uri) throws IOException {
    Optional<Place> place = places.of(uri).filter(found -> !found.onlyBelow());
    if (place.isEmpty()) {
      return Optional.empty();
    }
    Path path = place.get().path();
    return FileTree.attributes(path).filter(BasicFileAttributes::isRegularFile).map(found -> path);
  }

  @Override
  public int fetch(String uri, Path folder) throws IOException {
    Place place = required(uri);
    SortedMap<String, Path> files = listed(place);
    for (Map.Entry<String, Path> file : files.entrySet()) {
      String name = file.getKey().isEmpty() ? place.path().getFileName().toString() : file.getKey();
      Path target = folder.resolve(name);
      Files.createDirectories(target.getParent());
      Files.copy(file.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
    }
    return files.size();
  }

  @Override
  public String put(Path file, String uri) throws IOException {
    Place place = writable(file, uri);
    try {
      prepare(place);
      // Of what is written: once it is an object, another process may replace it at any time.
      MessageDigest bytes = ContentDigests.sha256();
      AtomicFile.write(place.path(), out -> Files.copy(file, new DigestOutputStream(out, bytes)));
      return ContentDigests.ofOne(bytes.digest());
    } catch (IOException failed) {
      throw FileFault.writing(place.path(), failed);
    }
  }

  @Override
  public boolean putNew(Path file, String uri) throws IOException {
    Place place = writable(file, uri);
    try {
      prepare(place);
      return AtomicFile.writeNew(place.path(), out -> Files.copy(file, out));
    } catch (IOException failed) {
      throw FileFault.writing(place.path(), failed);
    }
  }

  @Override
  public boolean delete(String uri, String digest) throws IOException {
    Optional<Path> file = file(uri);
    if (file.isEmpty() || !digests.of(single(file.get())).equals(digest)) {
      return false;
    }
    try {
      return Files.deleteIfExists(file.get());
    } catch (IOException failed) {
      throw FileFault.writing(file.get(), failed);
    }
  }

  private Place writable(Path file, String uri) throws IOException {
    Place place = required(uri);
    if (place.onlyBelow()) {
      throw new IOException(uri + " names no object: it ends at a slash, or is a bucket");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is no file, so it cannot be put to " + uri);
    }
    requireFree(place);
    return place;
  }

  private void prepare(Place place) throws IOException {
    if (place.kind() == Place.Kind.S3) {
      identity.make();
    }
  }

  @Override
  public Optional<byte[]> read(String uri) throws IOException {
    Optional<Place> place = places.of(uri);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    Path object = listed(place.get()).get("");
    return object == null ? Optional.empty() : Optional.of(Files.readAllBytes(object));
  }

  /**
   * In a folder a name is a file's or a folder's, while in S3 it can be both an object and more.
   */
  private static void requireFree(Place place) throws IOException {
    if (Files.isDirectory(place.path())) {
      throw new IOException(
          "%s cannot be kept: objects lie below %s/, and a file system has no name for both"
              .formatted(place.uri(), place.uri()));
    }
    for (Path above = place.path().getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above)) {
        if (!Files.isDirectory(above)) {
          throw new IOException(
              "%s cannot be kept: %s is an object already, and a file system has no name for both"
                  .formatted(place.uri(), above));
        }
        return;
      }
    }
  }

  private Place required(String uri) throws IOException {
    return places
        .of(uri)
        .orElseThrow(() ->
            new IOException(
                uri
                    + " is no place that is kept here: s3://bucket/key without . and .."
                    + " between its slashes, file:///path or file://./path"));
  }

  private SortedMap<String, Path> listed(Place place) throws IOException {
    return files(place).orElse(emptySortedMap());
  }

  /** The files of a place by relative name; empty when neither file nor folder is there. */
  private static Optional<SortedMap<String, Path>> files(Place place) throws IOException {
    boolean there =
        FileTree.attributes(place.path())
            .map(found -> found.isDirectory() || !place.onlyBelow())
            .orElse(false);
    return there ? Optional.of(FileTree.at(place.path())) : Optional.empty();
  }

  private static SortedMap<String, Path> single(Path file) {
    SortedMap<String, Path> files = new TreeMap<>();
    files.put("", file);
    return files;
  }
}

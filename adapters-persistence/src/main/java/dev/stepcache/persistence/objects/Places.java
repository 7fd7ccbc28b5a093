package dev.stepcache.persistence.objects;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the place of a URI. A key never leads out of its bucket: one with a segment {@code .} or
 * {@code ..}, or with one that no file can be named, has no place. Segments without any character
 * are passed over, as a file system does: {@code a//b} is {@code a/b}.
 *
 * @param store the folder of the buckets
 * @param definition what {@code file://./} is relative to
 */
record Places(Path store, Path definition) {
  /** Wider than today's rules for new buckets: older ones have upper case and underscores. */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

  /** No bucket can be named so; it is for objects of stepcache's own. */
  private static final String OWN_BUCKET = ".stepcache";

  Optional<Place> of(String uri) {
    try {
      if (uri.startsWith("s3://")) {
        return object(uri, uri.substring("s3://".length()));
      }
      return uri.startsWith("file://")
          ? file(uri, uri.substring("file://".length()))
          : Optional.empty();
    } catch (InvalidPathException noFileName) {
      return Optional.empty();
    }
  }

  private Optional<Place> object(String uri, String bucketAndKey) {
    List<String> segments = new ArrayList<>();
    for (String segment : bucketAndKey.split("/", -1)) {
      if (!segment.isEmpty() || segments.isEmpty()) {
        segments.add(segment);
      }
    }
    String bucket = segments.get(0);
    List<String> key = segments.subList(1, segments.size());
    if (!BUCKET.matcher(bucket).matches() && !bucket.equals(OWN_BUCKET)) {
      return Optional.empty();
    }
    Path path = store.resolve(bucket);
    for (String segment : key) {
      if (segment.equals(".") || segment.equals("..") || AtomicFile.isTemporary(segment)) {
        return Optional.empty();
      }
      path = path.resolve(segment);
    }
    boolean onlyBelow = key.isEmpty() || bucketAndKey.endsWith("/");
    return Optional.of(new Place(path, uri.replaceFirst("/+$", ""), Place.Kind.S3, onlyBelow));
  }

  private Optional<Place> file(String uri, String authorityAndPath) {
    boolean relative = authorityAndPath.matches("(?s)\\.\\.?(/.*)?");
    boolean local = authorityAndPath.startsWith("/") || authorityAndPath.startsWith("localhost/");
    if (!relative && !local) {
      return Optional.empty(); // a file of another machine, or no file at all
    }
    String path =
        relative ? authorityAndPath : authorityAndPath.substring(authorityAndPath.indexOf('/'));
    boolean onlyBelow = path.endsWith("/");
    String bare = onlyBelow && path.length() > 1 ? uri.substring(0, uri.length() - 1) : uri;
    return PercentEncoding.decode(path)
        .map(decoded -> new Place(definition.resolve(decoded), bare, Place.Kind.FILE, onlyBelow));
  }
}

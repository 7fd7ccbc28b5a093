package dev.stepcache.persistence.objects;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a URI {@code s3://bucket/key} names in S3, where any text is a key and a slash is a letter.
 *
 * @param key without slashes at its end; empty for a whole bucket
 * @param onlyBelow whether the URI ends at a slash and so covers no object of its own name
 * @param uri the URI without slashes at its end
 */
record S3Place(String bucket, String key, boolean onlyBelow, String uri) {
  private static final String SCHEME = "s3://";
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

  static boolean isS3(String uri) {
    return uri.startsWith(SCHEME);
  }

  /** The place of a URI; empty where it names no bucket that S3 can have. */
  static Optional<S3Place> of(String uri) {
    if (!isS3(uri)) {
      return Optional.empty();
    }
    String path = uri.substring(SCHEME.length());
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    String key = slash < 0 ? "" : path.substring(slash + 1).replaceFirst("/+$", "");
    return BUCKET.matcher(bucket).matches()
        ? Optional.of(
            new S3Place(
                bucket, key, key.isEmpty() || path.endsWith("/"), uri.replaceFirst("/+$", "")))
        : Optional.empty();
  }

  /** What the keys of all objects below it begin with. */
  String prefix() {
    return key.isEmpty() ? "" : key + "/";
  }

  /** The URI of the object with this name relative to the place; its own for no name. */
  String uriOf(String name) {
    return name.isEmpty() ? uri : uri + "/" + name;
  }
}

package dev.stepcache.persistence.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What S3 tells of objects without giving them out: lists of names, each with ETag and size. */
final class S3Listing {
  private static final String KIND = "etag:";

  private final S3Client s3;

  S3Listing(S3Client s3) {
    this.s3 = s3;
  }

  /** The digest of one object. */
  static String digest(String etag, long size) {
    return KIND + etag.replace("\"", "") + "/" + size;
  }

  /** The ETag in the digest of one object, as S3 spells it. */
  static String etag(String digest) {
    return '"' + digest.substring(KIND.length(), digest.lastIndexOf('/')) + '"';
  }

  /** The digest of objects by their relative names; that of an object without a name is its own. */
  static String together(SortedMap<String, String> objects) {
    if (objects.size() == 1 && objects.containsKey("")) {
      return objects.get("");
    }
    StringBuilder all = new StringBuilder();
    objects.forEach((name, digest) ->
        all.append(name.length()).append(' ').append(name).append(digest).append('\n'));
    return KIND
        + HexFormat.of().formatHex(ContentDigests.sha256().digest(all.toString().getBytes(UTF_8)));
  }

  /** The digests of the objects that a place covers, by their names relative to it. */
  SortedMap<String, String> of(S3Place place) {
    SortedMap<String, String> objects = new TreeMap<>();
    if (!place.onlyBelow()) {
      one(place.bucket(), place.key()).ifPresent(digest -> objects.put("", digest));
    }
    String prefix = place.prefix();
    s3
        .listObjectsV2Paginator(list -> list.bucket(place.bucket()).prefix(prefix))
        .contents()
        .stream()
        .filter(object -> !isFolder(object))
        .forEach(object -> objects.put(object.key().substring(prefix.length()), digest(object)));
    return objects;
  }

  /** Consoles make an empty object of a folder's name, with a slash at its end. */
  private static boolean isFolder(S3Object object) {
    return object.key().endsWith("/");
  }

  private static String digest(S3Object object) {
    return digest(object.eTag(), object.size());
  }

  /** Of all keys that begin with a key, it is the first. */
  private Optional<String> one(String bucket, String key) {
    ListObjectsV2Response first =
        s3.listObjectsV2(list -> list.bucket(bucket).prefix(key).maxKeys(1));
    return first.contents().stream()
        .filter(object -> object.key().equals(key))
        .map(S3Listing::digest)
        .findFirst();
  }

  /**
   * The digests of those of these objects that are there. Several in one folder are looked up in
   * one list of it.
   */
  SortedMap<String, String> ofEach(SortedSet<String> uris) {
    SortedMap<String, SortedSet<String>> folders = new TreeMap<>();
    for (String uri : uris) {
      String folder = uri.substring(0, uri.lastIndexOf('/') + 1);
      folders.computeIfAbsent(folder, name -> new TreeSet<>()).add(uri);
    }
    SortedMap<String, String> found = new TreeMap<>();
    for (SortedSet<String> together : folders.values()) {
      try {
        if (together.size() == 1) {
          addOne(together.first(), found);
        } else {
          addAll(together, found);
        }
      } catch (NoSuchBucketException gone) {
        // And all its objects with it.
      }
    }
    return found;
  }

  private void addOne(String uri, Map<String, String> found) {
    S3Place place = S3Place.of(uri).orElseThrow();
    one(place.bucket(), place.key()).ifPresent(digest -> found.put(uri, digest));
  }

  private void addAll(SortedSet<String> uris, Map<String, String> found) {
    S3Place place = S3Place.of(uris.first()).orElseThrow();
    String folder = place.key().substring(0, place.key().lastIndexOf('/') + 1);
    String before = uris.first().substring(0, uris.first().length() - place.key().length());
    s3.listObjectsV2Paginator(list -> list.bucket(place.bucket()).prefix(folder).delimiter("/"))
        .contents()
        .forEach(object -> {
          String uri = before + object.key();
          if (uris.contains(uri)) {
            found.put(uri, digest(object));
          }
        });
  }
}

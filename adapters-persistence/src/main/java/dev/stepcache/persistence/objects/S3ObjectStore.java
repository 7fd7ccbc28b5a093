package dev.stepcache.persistence.objects;

import static java.util.Collections.emptySortedMap;

import dev.stepcache.application.port.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Keeps {@code s3://bucket/key} in S3 itself, and all else in another store: files, and the bucket
 * of stepcache's own objects, whose name no bucket of S3 can have.
 *
 * <p>Content is known by the ETag and size that S3 tells when it lists objects, and never read for
 * it. An ETag changes whenever an object is written with other content, and may change when it is
 * written anew with the same: that is a miss too many, never a hit. A digest says that it is of
 * this kind, so that it is never taken for one of bytes.
 */
final class S3ObjectStore implements ObjectStore {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  /** The status of a put where something is already that was to be new. */
  private static final int NOT_AS_ASKED = 412;

  private final S3Client s3;
  private final S3Listing listing;
  private final String identity;
  private final ObjectStore others;

  /**
   * @param identity names the S3 that the client talks to: there is but one for all of a partition
   */
  S3ObjectStore(S3Client s3, String identity, ObjectStore others) {
    this.s3 = s3;
    this.listing = new S3Listing(s3);
    this.identity = identity;
    this.others = others;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public boolean isKept(String uri) {
    return S3Place.of(uri).isPresent() || others.isKept(uri);
  }

  @Override
  public Optional<String> digest(String uri) throws IOException {
    Optional<S3Place> place = S3Place.of(uri);
    if (place.isEmpty()) {
      return others.digest(uri);
    }
    SortedMap<String, String> objects = withinReach(place.get());
    return objects.isEmpty() ? Optional.empty() : Optional.of(S3Listing.together(objects));
  }

  /** What cannot be looked into from here is as any place that is not kept here. */
  private SortedMap<String, String> withinReach(S3Place place) throws IOException {
    try {
      return listing.of(place);
    } catch (S3Exception refused) {
      if (refused.statusCode() == FORBIDDEN || refused.statusCode() == NOT_FOUND) {
        return emptySortedMap();
      }
      throw fault(place.uri(), refused);
    } catch (SdkException failed) {
      throw fault(place.uri(), failed);
    }
  }

  @Override
  public SortedMap<String, String> objects(String uri) throws IOException {
    Optional<S3Place> place = S3Place.of(uri);
    if (place.isEmpty()) {
      return others.objects(uri);
    }
    SortedMap<String, String> objects = new TreeMap<>();
    withinReach(place.get())
        .forEach((name, digest) -> objects.put(place.get().uriOf(name), digest));
    return objects;
  }

  @Override
  public SortedSet<String> existing(SortedSet<String> uris) throws IOException {
    return new TreeSet<>(digests(uris).keySet());
  }

  @Override
  public SortedMap<String, String> digests(SortedSet<String> uris) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    SortedSet<String> elsewhere = new TreeSet<>();
    SortedSet<String> inS3 = new TreeSet<>();
    uris.forEach(uri -> (S3Place.of(uri).isPresent() ? inS3 : elsewhere).add(uri));
    digests.putAll(others.digests(elsewhere));
    try {
      digests.putAll(listing.ofEach(inS3));
    } catch (SdkException failed) {
      throw fault(inS3.first(), failed);
    }
    return digests;
  }

  @Override
  public int fetch(String uri, Path folder) throws IOException {
    Optional<S3Place> place = S3Place.of(uri);
    if (place.isEmpty()) {
      return others.fetch(uri, folder);
    }
    SortedMap<String, String> objects;
    try {
      objects = listing.of(place.get());
    } catch (SdkException failed) {
      throw fault(uri, failed);
    }
    for (String name : objects.keySet()) {
      String key = name.isEmpty() ? place.get().key() : place.get().prefix() + name;
      Path target = target(folder, name.isEmpty() ? lastPart(key) : name, uri);
      try {
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
        var unused = s3.getObject(get -> get.bucket(place.get().bucket()).key(key), target);
      } catch (SdkException failed) {
        throw fault(place.get().uriOf(name), failed);
      }
    }
    return objects.size();
  }

  private static String lastPart(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** A key may have any text in it, a file's name may not. */
  private static Path target(Path folder, String name, String uri) throws IOException {
    Path target = folder.resolve(name).normalize();
    if (!target.startsWith(folder.normalize()) || target.equals(folder.normalize())) {
      throw new IOException(
          "%s has the object %s, which no file can be named after".formatted(uri, name));
    }
    return target;
  }

  @Override
  public String put(Path file, String uri) throws IOException {
    Optional<S3Place> place = S3Place.of(uri);
    if (place.isEmpty()) {
      return others.put(file, uri);
    }
    requireObject(file, place.get());
    try {
      long size = Files.size(file);
      PutObjectResponse put =
          s3.putObject(
              request -> request.bucket(place.get().bucket()).key(place.get().key()),
              RequestBody.fromFile(file));
      return S3Listing.digest(put.eTag(), size);
    } catch (SdkException failed) {
      throw fault(uri, failed);
    }
  }

  @Override
  public boolean putNew(Path file, String uri) throws IOException {
    Optional<S3Place> place = S3Place.of(uri);
    if (place.isEmpty()) {
      return others.putNew(file, uri);
    }
    requireObject(file, place.get());
    try {
      var unused =
          s3.putObject(
              request ->
                  request.bucket(place.get().bucket()).key(place.get().key()).ifNoneMatch("*"),
              RequestBody.fromFile(file));
      return true;
    } catch (S3Exception refused) {
      if (refused.statusCode() == NOT_AS_ASKED) {
        return false;
      }
      throw fault(uri, refused);
    } catch (SdkException failed) {
      throw fault(uri, failed);
    }
  }

  /** S3 itself looks once more whether it is still the same, where it knows how to. */
  @Override
  public boolean delete(String uri, String digest) throws IOException {
    Optional<S3Place> place = S3Place.of(uri);
    if (place.isEmpty()) {
      return others.delete(uri, digest);
    }
    if (!digest.equals(digests(new TreeSet<>(Set.of(uri))).get(uri))) {
      return false;
    }
    try {
      var unused =
          s3.deleteObject(request ->
              request
                  .bucket(place.get().bucket())
                  .key(place.get().key())
                  .ifMatch(S3Listing.etag(digest)));
      return true;
    } catch (S3Exception refused) {
      if (refused.statusCode() == NOT_AS_ASKED || refused.statusCode() == NOT_FOUND) {
        return false;
      }
      throw fault(uri, refused);
    } catch (SdkException failed) {
      throw fault(uri, failed);
    }
  }

  private static void requireObject(Path file, S3Place place) throws IOException {
    if (place.onlyBelow()) {
      throw new IOException(place.uri() + "/ names no object: it ends at a slash, or is a bucket");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is no file, so it cannot be put to " + place.uri());
    }
  }

  @Override
  public Optional<byte[]> read(String uri) throws IOException {
    Optional<S3Place> place = S3Place.of(uri);
    if (place.isEmpty()) {
      return others.read(uri);
    }
    if (place.get().onlyBelow()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          s3.getObjectAsBytes(get -> get.bucket(place.get().bucket()).key(place.get().key()))
              .asByteArray());
    } catch (S3Exception refused) {
      if (refused.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw fault(uri, refused);
    } catch (SdkException failed) {
      throw fault(uri, failed);
    }
  }

  private static IOException fault(String uri, SdkException failed) {
    String why =
        switch (failed) {
          case S3Exception refused when refused.awsErrorDetails() != null ->
              "%s (%s)"
                  .formatted(
                      refused.awsErrorDetails().errorMessage(),
                      refused.awsErrorDetails().errorCode());
          case SdkClientException unsent -> String.valueOf(unsent.getMessage());
          default -> String.valueOf(failed.getMessage());
        };
    return new IOException(uri + ": " + why, failed);
  }
}

package dev.stepcache.application.port;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The objects that jobs read and write, by URI (X4): {@code s3://bucket/key} is kept in the store,
 * {@code file:///path} is the file itself, and {@code file://./path} the one below the folder of
 * the definition. A URI covers the object of its name and all objects below it, as an S3 prefix
 * that ends at a slash does.
 */
public interface ObjectStore {

  /**
   * What names this store, wherever it is opened from. It is written in it when it is made: when
   * something is put into it, and at the latest when this is asked.
   */
  String identity();

  /**
   * Whether objects are looked at over a network, so that it is worth remembering what was seen.
   */
  default boolean isRemote() {
    return false;
  }

  /** Whether this is a URI of a place that can be looked at from here. */
  boolean isKept(String uri);

  /**
   * The digest of what a URI covers: of the sorted relative names and bytes of all its objects,
   * links followed (X5). A file that is not there is {@code absent}; empty for an S3 place of which
   * nothing is kept here, and for text that is no such URI.
   */
  Optional<String> digest(String uri) throws IOException;

  /**
   * The digest of every single object that a URI covers, by the object's own URI, which is the one
   * asked for where that is a single object (X7).
   */
  SortedMap<String, String> objects(String uri) throws IOException;

  /** Those of these single objects that are there; their content is not looked at (X7). */
  SortedSet<String> existing(SortedSet<String> uris) throws IOException;

  /** The digests of those of these single objects that are there, by their URIs (X7). */
  SortedMap<String, String> digests(SortedSet<String> uris) throws IOException;

  /** Puts all that a URI covers into a folder; answers how many objects that were. */
  int fetch(String uri, Path folder) throws IOException;

  /**
   * Replaces the one object of a URI by a file, whole or not at all; answers the object's digest.
   */
  String put(Path file, String uri) throws IOException;

  /**
   * Puts a file where no object is yet, whole or not at all; of many who do that at once, in
   * whatever processes, one does it. Answers whether this was the one.
   */
  boolean putNew(Path file, String uri) throws IOException;

  /** Deletes a single object, if it is there and has this digest; answers whether it did. */
  boolean delete(String uri, String digest) throws IOException;

  /** The bytes of the one object of a URI; empty when there is none. */
  Optional<byte[]> read(String uri) throws IOException;
}

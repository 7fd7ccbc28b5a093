package dev.stepcache.persistence.objects;

import java.nio.file.Path;

/**
 * Where the objects of a URI lie.
 *
 * @param path the file of the one object of that name, or the folder of all objects below it
 * @param uri the URI without a slash at its end
 * @param kind what the URI is of
 * @param onlyBelow whether the URI ends at a slash and so covers no object of its own name
 */
record Place(Path path, String uri, Kind kind, boolean onlyBelow) {
  enum Kind {
    S3,
    FILE
  }

  /** The URI of an object by its name relative to this place; the place's own for no name. */
  String uriOf(String name) {
    if (name.isEmpty()) {
      return uri;
    }
    return uri
        + (uri.endsWith("/") ? "" : "/")
        + (kind == Kind.S3 ? name : PercentEncoding.encode(name));
  }
}

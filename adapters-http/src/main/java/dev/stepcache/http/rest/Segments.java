package dev.stepcache.http.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;

/** The segments of paths: names may hold any character, a slash too, as long as it is encoded. */
final class Segments {
  private Segments() {}

  /** The decoded segments of a path that begins with a slash. */
  static List<String> of(String rawPath) {
    try {
      return Arrays.stream(rawPath.substring(1).split("/", -1))
          .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
          .toList();
    } catch (IllegalArgumentException malformed) {
      throw new Refused(
          Problem.Kind.BAD_REQUEST, "the path is not encoded right: " + malformed.getMessage());
    }
  }

  static String encode(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }
}

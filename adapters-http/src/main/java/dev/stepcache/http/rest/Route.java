package dev.stepcache.http.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of the API.
 *
 * @param operation its name in the OpenAPI document and in the audit log
 * @param template its path, whose segments in braces stand for any
 * @param segments those of the template
 */
record Route(
    String operation, String method, String template, List<String> segments, Handler handler) {

  Route(String operation, String method, String template, Handler handler) {
    this(operation, method, template, Segments.of(template), handler);
  }

  /** Answers a request. */
  @FunctionalInterface
  interface Handler {
    Answer answer(Asked asked);
  }

  /** What the segments in braces are in a path of decoded segments, where it matches. */
  Optional<Map<String, String>> match(List<String> path) {
    if (segments.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{")) {
        values.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}

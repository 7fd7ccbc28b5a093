package dev.stepcache.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The address of a page, its path in decoded segments. Every name has one, whatever characters it
 * holds: what browsers and servers would take for a step in the path goes in as {@code ~} and
 * Base64.
 */
record Address(List<String> segments) {
  private static final String ENCODED = "~";
  private static final Pattern STEERS_PATHS = Pattern.compile("(?s)\\.+|~.*|.*[/\\\\\\p{Cntrl}].*");

  Address {
    segments = List.copyOf(segments);
  }

  /** The address of a path as it was sent; empty where it cannot be one of ours. */
  static Optional<Address> of(String rawPath) {
    try {
      return Optional.of(
          new Address(
              Arrays.stream(rawPath.split("/", -1)).skip(1).map(Address::decoded).toList()));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  static String of(PipelineName pipeline) {
    return "/pipelines/" + encoded(pipeline.text());
  }

  static String of(ExecutionId execution) {
    return "/executions/" + encoded(execution.text());
  }

  static String of(ExecutionId execution, StepName step) {
    return of(execution) + "/steps/" + encoded(step.text());
  }

  static String ofLog(ExecutionId execution, StepName step) {
    return of(execution, step) + "/log";
  }

  /** A segment as a name; empty where there is no such segment, or no such name can be. */
  <T> Optional<T> named(int segment, Function<String, T> name) {
    try {
      return segment < segments.size()
          ? Optional.of(name.apply(segments.get(segment)))
          : Optional.empty();
    } catch (IllegalArgumentException impossible) {
      return Optional.empty();
    }
  }

  /** Whether the segments are these, with any text in place of a {@code *}. */
  boolean matches(String... pattern) {
    if (pattern.length != segments.size()) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (!pattern[i].equals("*") && !pattern[i].equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static String encoded(String name) {
    return STEERS_PATHS.matcher(name).matches()
        ? ENCODED + Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(UTF_8))
        : query(name);
  }

  /** A text as a part of a query. */
  static String query(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String decoded(String segment) {
    return segment.startsWith(ENCODED)
        ? new String(Base64.getUrlDecoder().decode(segment.substring(1)), UTF_8)
        : URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
  }
}

package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributePath;

/**
 * Something wrong, or probably not meant, in a definition.
 *
 * @param path the place in the definition
 */
public record Problem(Severity severity, AttributePath path, Code code, String message) {

  public enum Severity {
    /** The definition cannot be run. */
    ERROR,
    /** It can, perhaps not as its author thinks. */
    WARNING
  }

  public enum Code {
    MALFORMED,
    DUPLICATE_NAME,
    BAD_CACHE_CONFIG,
    BAD_RETRY_POLICY,
    BAD_PARAMETER,
    BAD_EXPRESSION,
    UNKNOWN_REFERENCE,
    CYCLE,
    CACHE_CONFIG_WITHOUT_EFFECT,
    RETRY_POLICY_WITHOUT_EFFECT,
    MONTHS_OR_MINUTES,
    VOLATILE_KEY,
    UNKNOWN_STEP_TYPE,
    UNKNOWN_VERSION
  }

  static Problem error(AttributePath path, Code code, String message) {
    return new Problem(Severity.ERROR, path, code, message);
  }

  static Problem warning(AttributePath path, Code code, String message) {
    return new Problem(Severity.WARNING, path, code, message);
  }
}

package dev.stepcache.cli.runner;

import java.util.Locale;
import java.util.Map;

/** How {@code /opt/ml} is to be shown to jobs, as {@code STEPCACHE_OPT_ML_MODE} says. */
enum OptMlMode {
  /** Mounted where that works, rewritten elsewhere. */
  AUTOMATIC,
  MOUNT,
  REWRITE;

  static final String VARIABLE = "STEPCACHE_OPT_ML_MODE";

  static OptMlMode of(Map<String, String> environment) {
    String mode = environment.getOrDefault(VARIABLE, "");
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "" -> AUTOMATIC;
      case "mount" -> MOUNT;
      case "rewrite" -> REWRITE;
      default ->
          throw new IllegalArgumentException(
              "%s is \"%s\", and may be mount or rewrite".formatted(VARIABLE, mode));
    };
  }
}

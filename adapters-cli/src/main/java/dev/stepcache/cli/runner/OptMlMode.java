package dev.stepcache.cli.runner;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How {@code /opt/ml} is to be shown to jobs, as {@code STEPCACHE_OPT_ML_MODE} says. */
enum OptMlMode {
  /** Mounted where that works, rewritten elsewhere. */
  AUTOMATIC,
  MOUNT,
  REWRITE;

  static final String VARIABLE = "STEPCACHE_OPT_ML_MODE";

  /** The mode that the variable names; empty when it names none that there is. */
  static Optional<OptMlMode> of(Map<String, String> environment) {
    return switch (environment.getOrDefault(VARIABLE, "").toLowerCase(Locale.ROOT)) {
      case "" -> Optional.of(AUTOMATIC);
      case "mount" -> Optional.of(MOUNT);
      case "rewrite" -> Optional.of(REWRITE);
      default -> Optional.empty();
    };
  }
}

package dev.stepcache.cli.bootstrap;

import java.util.Map;

/**
 * What the launcher found out of the terminal; Java cannot tell its two output streams apart.
 *
 * @param output whether standard output is a terminal
 * @param error whether standard error is one
 * @param colour whether they may be coloured
 */
record Terminals(boolean output, boolean error, boolean colour) {
  static Terminals of(Map<String, String> environment) {
    // https://no-color.org: any text but the empty one.
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "dumb").equals("dumb");
    String terminals = environment.getOrDefault("STEPCACHE_TERMINALS", "");
    return new Terminals(terminals.contains("1"), terminals.contains("2"), !plain);
  }
}

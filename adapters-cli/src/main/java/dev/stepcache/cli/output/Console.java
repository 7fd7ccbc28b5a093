package dev.stepcache.cli.output;

import dev.stepcache.application.json.JsonObject;
import java.io.PrintStream;

/**
 * Where answers go: the answer itself on standard output, everything else on standard error.
 *
 * @param answersToTerminal whether standard output is a terminal
 * @param notesToTerminal whether standard error is a terminal
 * @param colour whether a terminal may be coloured
 */
public record Console(
    PrintStream out,
    PrintStream err,
    boolean answersToTerminal,
    boolean notesToTerminal,
    boolean colour) {

  /** How text is set on standard output. */
  public Style style() {
    return new Style(answersToTerminal && colour);
  }

  /** How text is set on standard error. */
  public Style noteStyle() {
    return new Style(notesToTerminal && colour);
  }

  public void answer(JsonObject document) {
    out.println(document.pretty());
  }

  public void answer(String line) {
    out.println(line);
  }

  /** Tells something that is no part of the answer. */
  public void note(String line) {
    err.println("stepcache: " + line);
  }
}

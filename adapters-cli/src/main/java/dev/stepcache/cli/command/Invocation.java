package dev.stepcache.cli.command;

import dev.stepcache.cli.output.Console;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command is called with besides its arguments.
 *
 * @param folder the current one, which relative paths begin at
 * @param clock the time of this machine, which progress is shown by
 */
public record Invocation(
    Console console,
    InputStream input,
    Path folder,
    Map<String, String> environment,
    InstantSource clock,
    Session.Factory sessions,
    Interruption interruption) {

  public Invocation {
    environment = Map.copyOf(environment);
  }

  /** The file of a path as the user wrote it. */
  Path path(String text) {
    try {
      return folder.resolve(text);
    } catch (InvalidPathException e) {
      throw CommandFailure.usage("\"" + text + "\" is no path: " + e.getReason());
    }
  }

  /**
   * Closes what work was done with: what that came to stays, whatever becomes of the history (R18).
   */
  void close(Session session) {
    try {
      session.close();
    } catch (RuntimeException unclosed) {
      console.note("the history was not closed: " + unclosed.getMessage());
    }
  }
}

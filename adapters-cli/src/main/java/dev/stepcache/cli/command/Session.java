package dev.stepcache.cli.command;

import dev.stepcache.application.UseCases;
import dev.stepcache.application.port.Store;

/** The use cases, wired for one command; what it opened is closed with it. */
public interface Session extends UseCases, AutoCloseable {

  /** The store that the history lies in, opened when this is first asked; nothing is journalled. */
  Store store();

  @Override
  void close();

  /** Opens sessions. */
  interface Factory {
    Session open(Settings settings);
  }
}

package dev.stepcache.cli.bootstrap;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a session has opened, to be closed with it, the last first. */
@Singleton
final class Opened {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @Inject
  Opened() {}

  synchronized <T extends AutoCloseable> T add(T opened) {
    open.push(opened);
    return opened;
  }

  synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

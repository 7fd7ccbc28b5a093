package dev.stepcache.http.server;

import dev.stepcache.application.service.ServiceSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many calls are worked on at a time. A call has a place from when all of it was read until its
 * answer begins: neither who sends slowly nor who reads slowly takes one from others.
 */
@Singleton
final class Places {
  private final int all;
  private final Semaphore free;

  @Inject
  Places(ServiceSettings settings) {
    this.all = settings.maxCalls();
    this.free = new Semaphore(all);
  }

  /** A place, to be left once; further times count for nothing. */
  interface Place {
    void leave();
  }

  /**
   * Takes a place.
   *
   * @throws Refusal where there is none
   */
  Place take() {
    if (!free.tryAcquire()) {
      throw new Refusal(
          Refusal.Kind.BUSY, "%d calls are worked on already; try again".formatted(all));
    }
    AtomicBoolean taken = new AtomicBoolean(true);
    return () -> {
      if (taken.compareAndSet(true, false)) {
        free.release();
      }
    };
  }
}

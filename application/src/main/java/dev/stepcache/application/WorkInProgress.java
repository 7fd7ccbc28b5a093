package dev.stepcache.application;

import java.util.HashSet;
import java.util.Set;

/**
 * The threads that do what a stop may interrupt: work and waiting. It interrupts these and nothing
 * else: what is to be kept is kept in peace.
 */
final class WorkInProgress {
  private final Set<Thread> atWork = new HashSet<>();
  private boolean stopping;

  /** Something that takes its time. */
  interface Work<T, E extends Exception> {
    T done() throws E, InterruptedException;
  }

  /** Ends all work that is going on, and lets none begin. */
  synchronized void stop() {
    stopping = true;
    atWork.forEach(Thread::interrupt);
  }

  synchronized boolean isStopping() {
    return stopping;
  }

  <T, E extends Exception> T during(Work<T, E> work) throws E, InterruptedException {
    begin();
    try {
      return work.done();
    } finally {
      end();
    }
  }

  private synchronized void begin() throws InterruptedException {
    if (stopping) {
      throw new InterruptedException();
    }
    atWork.add(Thread.currentThread());
  }

  private synchronized void end() {
    atWork.remove(Thread.currentThread());
    // An interruption that came too late to end the work is none of what follows.
    Thread.interrupted();
  }
}

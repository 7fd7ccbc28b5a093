package dev.stepcache.cli.command;

/** Tells work of the signals that end it early. */
public interface Interruption {

  /** Does work; a signal calls {@code stop} and waits until the command has given its answer. */
  <T> T during(Work<T> work, Runnable stop) throws InterruptedException;

  /**
   * Waits for a signal, and then does what is to be done before the process ends, by which the
   * command has done its work.
   */
  void awaitSignal(Runnable then) throws InterruptedException;

  /** Something that takes its time. */
  @FunctionalInterface
  interface Work<T> {
    T done() throws InterruptedException;
  }
}

package dev.stepcache.cli.command;

/** Tells work of the signals that end it early. */
public interface Interruption {

  /** Does work; a signal calls {@code stop} and waits until the command has given its answer. */
  <T> T during(Work<T> work, Runnable stop) throws InterruptedException;

  /** Something that takes its time. */
  @FunctionalInterface
  interface Work<T> {
    T done() throws InterruptedException;
  }
}

package dev.stepcache.cli.runner;

/** A job that did not do its work; the message says why, for people. */
final class JobFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  JobFailure(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}

package dev.stepcache.cli.sagemaker;

/** A service took the work and did not do it; the reason is its own. */
final class WorkFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  WorkFailed(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}

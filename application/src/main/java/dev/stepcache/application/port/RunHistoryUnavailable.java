package dev.stepcache.application.port;

/** The history cannot be reached, read or written. It is an outage, never an answer (R17). */
public class RunHistoryUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RunHistoryUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  public RunHistoryUnavailable(String message) {
    super(message);
  }

  /** What is wrong, in a sentence for people. */
  public String message() {
    return String.valueOf(getMessage());
  }
}

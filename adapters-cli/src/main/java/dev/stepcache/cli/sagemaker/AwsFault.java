package dev.stepcache.cli.sagemaker;

import java.util.Set;

/** A service refused a call, or could not be asked. */
final class AwsFault extends Exception {
  private static final long serialVersionUID = 1;

  /** The status of a call that had no answer. */
  static final int UNREACHABLE = 0;

  /** The status of a call that could not even be made. */
  static final int NOT_SENT = -1;

  private static final int TOO_MANY = 429;
  private static final int OWN_FAULTS = 500;
  private static final Set<String> THROTTLING =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottledException",
          "TooManyRequestsException",
          "RequestLimitExceeded");

  private final int status;
  private final String code;
  private final String text;

  AwsFault(int status, String code, String text) {
    super(code + ": " + text);
    this.status = status;
    this.code = code;
    this.text = text;
  }

  /** Whether the same call may well be answered later. */
  boolean isPassing() {
    return status == UNREACHABLE || status >= OWN_FAULTS || isThrottling();
  }

  boolean isAbout(String word) {
    return text.contains(word);
  }

  private boolean isThrottling() {
    return status == TOO_MANY || THROTTLING.contains(code);
  }

  /** Why a step failed by it; the word before the colon says what kind of fault it is. */
  String reason() {
    if (isThrottling()) {
      return "ThrottlingException: " + text;
    }
    if (isPassing()) {
      return "ServiceFault: " + text;
    }
    return (code.startsWith("ResourceLimitExceeded") ? "ResourceLimitExceeded" : code)
        + ": "
        + text;
  }
}

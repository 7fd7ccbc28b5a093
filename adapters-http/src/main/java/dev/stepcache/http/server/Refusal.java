package dev.stepcache.http.server;

/** A call is not answered, whatever it asks; the message says why. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  Refusal(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  /**
   * Why a call is refused, with the status and, for SageMaker's API, the error that AWS answers.
   */
  enum Kind {
    BAD_REQUEST(400, 400, "ValidationException"),
    NO_CREDENTIALS(401, 403, "MissingAuthenticationTokenException"),
    UNKNOWN_CREDENTIALS(401, 400, "UnrecognizedClientException"),
    INCOMPLETE_SIGNATURE(401, 400, "IncompleteSignature"),
    WRONG_SIGNATURE(401, 400, "InvalidSignatureException"),
    EXPIRED(401, 400, "RequestExpired"),
    NOT_GRANTED(403, 400, "AccessDeniedException"),
    FOREIGN_SITE(403, 403, "AccessDeniedException"),
    NOT_FOUND(404, 404, "UnknownOperationException"),
    TOO_LARGE(413, 413, "RequestEntityTooLargeException"),
    FAULT(500, 500, "InternalFailure"),
    BUSY(503, 503, "ServiceUnavailable"),
    STORE_AWAY(503, 503, "ServiceUnavailable");

    private final int status;
    private final int awsStatus;
    private final String awsType;

    Kind(int status, int awsStatus, String awsType) {
      this.status = status;
      this.awsStatus = awsStatus;
      this.awsType = awsType;
    }

    int status() {
      return status;
    }

    int awsStatus() {
      return awsStatus;
    }

    String awsType() {
      return awsType;
    }

    /** Whether the caller has to prove who it is, or to do it better. */
    boolean isAboutCredentials() {
      return status == 401;
    }

    /** Whether the same call may be answered a little later. */
    boolean passes() {
      return status == 503;
    }
  }
}

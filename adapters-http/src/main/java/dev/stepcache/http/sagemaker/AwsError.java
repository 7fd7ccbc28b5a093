package dev.stepcache.http.sagemaker;

import dev.stepcache.application.service.PipelineFault;
import java.util.List;
import java.util.stream.Collectors;

/** A call that is not answered, in the words of the API: what kind of error it is, and why. */
final class AwsError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String type;

  private AwsError(int status, String type, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
  }

  static AwsError validation(String message) {
    return new AwsError(400, "ValidationException", message);
  }

  static AwsError notFound(String message) {
    return new AwsError(400, "ResourceNotFound", message);
  }

  static AwsError conflict(String message) {
    return new AwsError(400, "ConflictException", message);
  }

  static AwsError denied(String message) {
    return new AwsError(400, "AccessDeniedException", message);
  }

  static AwsError limit(String message) {
    return new AwsError(400, "ResourceLimitExceeded", message);
  }

  /** What was sent is nothing that could be read. */
  static AwsError unreadable(String message) {
    return new AwsError(400, "SerializationException", message);
  }

  static AwsError unknownOperation(String message) {
    return new AwsError(400, "UnknownOperationException", message);
  }

  /** The store is away; clients try again. */
  static AwsError unavailable(String message) {
    return new AwsError(503, "ServiceUnavailable", message);
  }

  /** Our own fault, of which only the call's name is told. */
  static AwsError internal(String call) {
    return new AwsError(500, "InternalFailure", "the service has failed: request " + call);
  }

  /** What a use case refuses; all faults of the first one's kind are told at once. */
  static AwsError of(List<PipelineFault> faults) {
    PipelineFault.Kind kind = faults.get(0).kind();
    String message =
        faults.stream()
            .filter(fault -> fault.kind() == kind)
            .map(fault ->
                fault.pointer().isEmpty()
                    ? fault.message()
                    : fault.pointer() + ": " + fault.message())
            .distinct()
            .collect(Collectors.joining("; "));
    return switch (kind) {
      case INVALID, EXISTS -> validation(message);
      case NOT_FOUND -> notFound(message);
      case CONFLICT -> conflict(message);
      case BUSY -> limit(message);
    };
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  /** Never null. */
  String message() {
    return String.valueOf(getMessage());
  }
}

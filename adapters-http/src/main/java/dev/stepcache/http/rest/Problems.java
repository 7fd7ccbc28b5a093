package dev.stepcache.http.rest;

import dev.stepcache.application.access.AccessRefused;
import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.service.PipelineFault;
import dev.stepcache.http.rest.Problem.Kind;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong, as a problem: the one place where that is decided. What is no answer to anybody,
 * a fault of ours, is none: the server says of it what it says of all such faults.
 */
final class Problems {
  private Problems() {}

  static Optional<Problem> of(RuntimeException wrong) {
    return switch (wrong) {
      case Refused refused -> Optional.of(refused.problem());
      case AccessRefused refused when refused.isHidden() ->
          Optional.of(new Problem(Kind.NOT_FOUND, "there is nothing here"));
      case AccessRefused refused -> Optional.of(new Problem(Kind.FORBIDDEN, refused.message()));
      case RunHistoryUnavailable outage ->
          Optional.of(new Problem(Kind.UNAVAILABLE, "the store cannot be reached now; try again"));
      case ContentUnreadable unreadable ->
          Optional.of(new Problem(Kind.INVALID, unreadable.message()));
      default -> Optional.empty();
    };
  }

  /** Why something is not done with a pipeline; there is at least one fault. */
  static Refused refused(List<PipelineFault> faults) {
    PipelineFault first = faults.get(0);
    return new Refused(
        switch (first.kind()) {
          case INVALID ->
              new Problem(
                  Kind.INVALID,
                  faults.size() == 1 ? first.message() : faults.size() + " faults were found",
                  faults.stream()
                      .map(fault -> new Fault(fault.pointer(), fault.message()))
                      .toList());
          case NOT_FOUND -> new Problem(Kind.NOT_FOUND, first.message());
          case EXISTS, CONFLICT -> new Problem(Kind.CONFLICT, first.message());
          case BUSY -> new Problem(Kind.BUSY, first.message());
        });
  }

  static Refused refused(PipelineFault fault) {
    return refused(List.of(fault));
  }
}

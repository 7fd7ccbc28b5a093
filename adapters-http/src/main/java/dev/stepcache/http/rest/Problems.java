package dev.stepcache.http.rest;

import dev.stepcache.application.access.AccessRefused;
import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.service.PipelineFault;
import dev.stepcache.http.rest.Problem.Kind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** What went wrong, as a problem: the one place where that is decided. */
final class Problems {
  private static final Logger LOGGER = System.getLogger(Problems.class.getName());

  private Problems() {}

  static Problem of(RuntimeException wrong, String requestId) {
    return switch (wrong) {
      case Refused refused -> refused.problem();
      case AccessRefused refused when refused.isHidden() ->
          new Problem(Kind.NOT_FOUND, "there is nothing here");
      case AccessRefused refused -> new Problem(Kind.FORBIDDEN, refused.message());
      case RunHistoryUnavailable outage -> new Problem(Kind.UNAVAILABLE, outage.message());
      case ContentUnreadable unreadable -> new Problem(Kind.INVALID, unreadable.message());
      default -> {
        LOGGER.log(Level.ERROR, "request " + requestId, wrong);
        yield new Problem(Kind.INTERNAL, "the log has more under this request's id");
      }
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

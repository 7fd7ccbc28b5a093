package dev.stepcache.http.server;

import dev.stepcache.application.access.AccessRefused;
import dev.stepcache.application.port.RunHistoryUnavailable;
import io.helidon.http.HttpException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.inject.Inject;

/**
 * What is answered where a handler threw something and nobody said what to make of it. A fault of
 * ours tells the caller nothing but the id under which the log tells more (H4).
 */
final class Faults {
  private final CallLog log;

  @Inject
  Faults(CallLog log) {
    this.log = log;
  }

  /** Comes before all features, whose own answers then count. */
  void route(HttpRouting.Builder routing) {
    routing
        .error(
            AccessRefused.class,
            (request, response, refused) -> RefusalAnswer.send(request, response, refusal(refused)))
        .error(
            RunHistoryUnavailable.class,
            (request, response, outage) -> RefusalAnswer.send(request, response, outage()))
        .error(HttpException.class, this::http)
        .error(Throwable.class, this::last);
  }

  private void http(ServerRequest request, ServerResponse response, HttpException thrown) {
    int status = thrown.status().code();
    if (status >= 500) {
      last(request, response, thrown);
    } else {
      RefusalAnswer.send(
          request,
          response,
          status == 404
              ? new Refusal(Refusal.Kind.NOT_FOUND, "there is nothing at this path")
              : new Refusal(Refusal.Kind.BAD_REQUEST, "the request is malformed"));
    }
  }

  private void last(ServerRequest request, ServerResponse response, Throwable thrown) {
    String id = request.context().get(RequestId.class, String.class).orElse("unknown");
    log.fault(id, thrown);
    RefusalAnswer.send(request, response, ours(id));
  }

  private static Refusal refusal(AccessRefused refused) {
    return refused.isHidden()
        ? new Refusal(
            Refusal.Kind.NOT_FOUND, "there is no such pipeline, or it is not shown to you")
        : new Refusal(Refusal.Kind.NOT_GRANTED, refused.message());
  }

  static Refusal outage() {
    return new Refusal(Refusal.Kind.STORE_AWAY, "the store cannot be reached now; try again");
  }

  static Refusal ours(String id) {
    return new Refusal(
        Refusal.Kind.FAULT, "this is a fault of stepcache; its log tells more under " + id);
  }
}

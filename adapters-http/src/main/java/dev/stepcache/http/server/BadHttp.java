package dev.stepcache.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Answers what is no HTTP request, or none that can be read, without a word of how it was read. */
final class BadHttp implements DirectHandler {
  private final CallLog log;

  @Inject
  BadHttp(CallLog log) {
    this.log = log;
  }

  /** This, for everything that goes wrong before a call. */
  DirectHandlers forAll() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, this);
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status told,
      ServerResponseHeaders headers,
      String message) {
    // What has no path was not read as a request, by no fault of ours.
    Status status = request.path().isEmpty() ? Status.BAD_REQUEST_400 : told;
    String id = RequestId.of(request.headers());
    byte[] body =
        (RefusalAnswer.problem(status.code(), "the request is malformed").compact() + "\n")
            .getBytes(UTF_8);
    log.write(
        new CallLog.Line(
            id,
            Optional.empty(),
            request.method(),
            withoutQuery(request.path()),
            status.code(),
            Duration.ZERO,
            body.length));
    return TransportResponse.builder()
        .status(status)
        .header(RequestId.HEADER, id)
        .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
        .keepAlive(false)
        .entity(body)
        .build();
  }

  private static String withoutQuery(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }
}

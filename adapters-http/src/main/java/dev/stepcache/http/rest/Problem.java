package dev.stepcache.http.rest;

import dev.stepcache.application.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Why a request is not answered as was asked (RFC 9457).
 *
 * @param headers what else the answer's head says of it
 */
record Problem(Kind kind, String detail, List<Fault> errors, Map<String, String> headers) {
  private static final String AGAIN_AFTER_SECONDS = "5";

  Problem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  Problem(Kind kind, String detail) {
    this(kind, detail, List.of());
  }

  Problem(Kind kind, String detail, List<Fault> errors) {
    this(kind, detail, errors, kind.headers());
  }

  /** What kind of "no" it is. */
  enum Kind {
    BAD_REQUEST(400, "bad-request", "The request is not right"),
    MALFORMED(400, "malformed", "The body is no JSON"),
    FORBIDDEN(403, "forbidden", "A grant is needed"),
    NOT_FOUND(404, "not-found", "There is no such thing"),
    WRONG_METHOD(405, "wrong-method", "That cannot be done with this"),
    CONFLICT(409, "conflict", "What is there does not allow it"),
    OUTDATED(412, "outdated", "It is not as the request takes it to be"),
    NO_JSON(415, "no-json", "The body has to be application/json"),
    INVALID(422, "invalid", "What was sent is not right"),
    BUSY(429, "busy", "No more is taken on now"),
    UNAVAILABLE(503, "history-unavailable", "The run history cannot be reached");

    private final int status;
    private final String name;
    private final String title;

    Kind(int status, String name, String title) {
      this.status = status;
      this.name = name;
      this.title = title;
    }

    private Map<String, String> headers() {
      return this == BUSY || this == UNAVAILABLE
          ? Map.of("Retry-After", AGAIN_AFTER_SECONDS)
          : Map.of();
    }
  }

  /** The answer that says it, about one request. */
  Answer answer(String requestId) {
    JsonObject document =
        new JsonObject()
            .put("type", "/problems/" + kind.name)
            .put("title", kind.title)
            .put("status", kind.status)
            .put("detail", detail)
            .put("instance", requestId);
    if (!errors.isEmpty()) {
      document.put("errors", errors.stream().map(Fault::json).toList());
    }
    Answer answer = Answer.of(kind.status, "application/problem+json", document.pretty() + "\n");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }
}

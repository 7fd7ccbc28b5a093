package dev.stepcache.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonObject;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Says no in the words of the interface that was called: SageMaker's at POST /, or a problem. */
final class RefusalAnswer {
  private static final String RETRY_AFTER_SECONDS = "1";

  private RefusalAnswer() {}

  static void send(ServerRequest request, ServerResponse response, Refusal refusal) {
    Refusal.Kind kind = refusal.kind();
    if (kind.passes()) {
      response.header(HeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (isSageMaker(request)) {
      response
          .status(kind.awsStatus())
          .header(HeaderNames.CONTENT_TYPE, "application/x-amz-json-1.1")
          .header("x-amzn-ErrorType", kind.awsType());
      send(
          response,
          new JsonObject().put("__type", kind.awsType()).put("message", refusal.message()));
      return;
    }
    if (kind.isAboutCredentials()) {
      // A browser asks its user for a name and a password, and knows no other way.
      response.header(
          HeaderNames.WWW_AUTHENTICATE,
          isBrowser(request) ? "Basic realm=\"stepcache\"" : "Bearer realm=\"stepcache\"");
    }
    response.status(kind.status()).header(HeaderNames.CONTENT_TYPE, "application/problem+json");
    send(response, problem(kind.status(), refusal.message()));
  }

  static JsonObject problem(int status, String detail) {
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", Status.create(status).reasonPhrase())
        .put("status", status)
        .put("detail", detail);
  }

  private static void send(ServerResponse response, JsonObject document) {
    response.send((document.compact() + "\n").getBytes(UTF_8));
  }

  private static boolean isBrowser(ServerRequest request) {
    return request.headers().first(HeaderNames.ACCEPT).orElse("").contains("text/html");
  }

  private static boolean isSageMaker(ServerRequest request) {
    return request.prologue().method().equals(Method.POST)
        && request.prologue().uriPath().rawPath().equals("/");
  }
}

package dev.stepcache.http.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.service.BackgroundExecutions;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.http.server.Call;
import dev.stepcache.http.server.Feature;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** Whether the service lives, whether it is ready, and what it has done (H4). */
public final class OperationApi implements Feature {
  private final Readiness readiness;
  private final ServiceMetrics metrics;

  @Inject
  OperationApi(Readiness readiness, ServiceMetrics metrics, BackgroundExecutions executions) {
    this.readiness = readiness;
    this.metrics = metrics;
    metrics.watch(executions);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing
        .get("/health", OperationApi::health)
        .get("/ready", this::ready)
        .get("/metrics", this::metrics);
  }

  private static void health(ServerRequest request, ServerResponse response) {
    send(response, new JsonObject().put("status", "UP"));
  }

  private void ready(ServerRequest request, ServerResponse response) throws InterruptedException {
    Optional<String> hindrance = readiness.hindrance();
    response.status(hindrance.isEmpty() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
    send(response, new JsonObject().put("ready", hindrance.isEmpty()).putText("why", hindrance));
  }

  private void metrics(ServerRequest request, ServerResponse response) throws IOException {
    Call.of(request).caller().requireEverywhere(Permission.METRICS);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    metrics.write(text);
    response.header(HeaderNames.CONTENT_TYPE, ServiceMetrics.CONTENT_TYPE).send(text.toByteArray());
  }

  private static void send(ServerResponse response, JsonObject document) {
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send((document.compact() + "\n").getBytes(UTF_8));
  }
}

package dev.stepcache.http.operation;

import dev.stepcache.http.server.Feature;
import io.helidon.webserver.http.HttpRouting;
import jakarta.inject.Inject;

/** Whether the service lives (H4). */
public final class OperationApi implements Feature {

  @Inject
  OperationApi() {}

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.get("/health", (request, response) -> response.send("{\"status\": \"UP\"}\n"));
  }
}

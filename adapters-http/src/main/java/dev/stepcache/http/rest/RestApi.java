package dev.stepcache.http.rest;

import dev.stepcache.http.server.Feature;
import io.helidon.webserver.http.HttpRouting;
import jakarta.inject.Inject;

/** The REST API (H2). */
public final class RestApi implements Feature {

  @Inject
  RestApi() {}

  @Override
  public void route(HttpRouting.Builder routing) {}
}

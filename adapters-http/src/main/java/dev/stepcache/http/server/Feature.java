package dev.stepcache.http.server;

import io.helidon.webserver.http.HttpRouting;

/** A part of the service that answers calls of its own. */
public interface Feature {
  void route(HttpRouting.Builder routing);
}

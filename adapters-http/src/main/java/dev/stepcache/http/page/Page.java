package dev.stepcache.http.page;

import dev.stepcache.http.server.Feature;
import io.helidon.webserver.http.HttpRouting;
import jakarta.inject.Inject;

/** The pages for people. */
public final class Page implements Feature {

  @Inject
  Page() {}

  @Override
  public void route(HttpRouting.Builder routing) {}
}

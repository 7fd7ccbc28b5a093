package dev.stepcache.http.sagemaker;

import dev.stepcache.http.server.Feature;
import io.helidon.webserver.http.HttpRouting;
import jakarta.inject.Inject;

/** SageMaker's own API (H1). */
public final class SageMakerApi implements Feature {

  @Inject
  SageMakerApi() {}

  @Override
  public void route(HttpRouting.Builder routing) {}
}

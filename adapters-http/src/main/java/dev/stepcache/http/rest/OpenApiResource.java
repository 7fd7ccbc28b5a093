package dev.stepcache.http.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The document that describes the API (OpenAPI 3.1). */
final class OpenApiResource {
  private final String document = read();
  private final Tag tag = new Tag("\"%08x\"".formatted(document.hashCode()));

  @Inject
  OpenApiResource() {}

  List<Route> routes() {
    return List.of(new Route("openApi", "GET", "/v1/openapi.json", this::describe));
  }

  private Answer describe(Asked asked) {
    asked.query();
    return tag.isKnownTo(asked)
        ? tag.unchanged()
        : Answer.of(200, "application/json", document).with("ETag", tag.text());
  }

  private static String read() {
    try (InputStream resource =
        Objects.requireNonNull(OpenApiResource.class.getResourceAsStream("openapi.json"))) {
      return new String(resource.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

package dev.stepcache.http.rest;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.http.TestService;
import dev.stepcache.http.bootstrap.WiredApi;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2: the OpenAPI document describes what the service does, all of it and nothing else. */
class OpenApiTest {
  @TempDir Path folder;

  @Test
  void every_operation_of_the_service_is_described_and_nothing_else_is() {
    AtomicReference<ServiceSettings> settings = new AtomicReference<>();
    try (TestService service =
            TestService.in(
                folder,
                usual -> {
                  settings.set(usual.build());
                  return usual;
                });
        Api api = new Api(service.address())) {
      Map<String, String> served =
          WiredApi.of(service.useCases(), service.store(), settings.get()).routes().stream()
              .collect(toMap(Route::operation, route -> route.method() + " " + route.template()));
      assertThat(api.described().operations()).isEqualTo(served);
    }
  }

  @Test
  void every_reference_within_the_document_leads_somewhere_and_all_that_is_defined_is_used() {
    try (TestService service = TestService.in(folder);
        Api api = new Api(service.address())) {
      ObjectValue document = api.described().document();
      List<String> references = references(document).distinct().sorted().toList();
      assertThat(references)
          .isNotEmpty()
          .allSatisfy(reference -> assertThat(at(document, reference)).isPresent());
      ObjectValue components = document.objectMember("components").orElseThrow();
      List<String> defined =
          Stream.of("parameters", "responses", "schemas")
              .flatMap(kind ->
                  components.objectMember(kind).orElseThrow().members().keySet().stream()
                      .map(name -> "#/components/%s/%s".formatted(kind, name)))
              // These are what the events of a stream hold.
              .filter(name -> !name.matches(".*/(StepBegan|StepEnded|ExecutionEnded)"))
              .sorted()
              .toList();
      assertThat(references).containsExactlyElementsOf(defined);
    }
  }

  private static Stream<String> references(AttributeValue value) {
    return Stream.concat(
        value.asObject().flatMap(object -> object.textMember("$ref")).stream(),
        Stream.concat(
                value.asObject().stream().flatMap(object -> object.members().values().stream()),
                value.items().stream())
            .flatMap(OpenApiTest::references));
  }

  private static Optional<AttributeValue> at(ObjectValue document, String reference) {
    Optional<AttributeValue> found = Optional.of(document);
    for (String token : Arrays.asList(reference.substring(2).split("/"))) {
      found = found.flatMap(AttributeValue::asObject).flatMap(object -> object.member(token));
    }
    return found;
  }

  @Test
  void every_segment_in_braces_is_a_parameter_of_the_operation() {
    try (TestService service = TestService.in(folder);
        Api api = new Api(service.address())) {
      ObjectValue paths = api.described().document().objectMember("paths").orElseThrow();
      paths
          .members()
          .forEach((path, item) ->
              item.asObject()
                  .orElseThrow()
                  .members()
                  .values()
                  .forEach(operation ->
                      assertThat(
                              operation.asObject().orElseThrow().itemsOf("parameters").stream()
                                  .map(parameter ->
                                      parameter.asObject().orElseThrow().textMember("$ref")))
                          .containsAll(
                              Segments.of(path).stream()
                                  .filter(segment -> segment.startsWith("{"))
                                  .map(segment -> segment.substring(1, segment.length() - 1))
                                  .map(name -> Optional.of("#/components/parameters/" + name))
                                  .toList())));
    }
  }

  @Test
  void the_document_is_sent_once_to_who_keeps_it() {
    try (TestService service = TestService.in(folder);
        Api api = new Api(service.address())) {
      String tag = api.get("/v1/openapi.json").is(200).header("ETag").orElseThrow();
      api.exchange(api.request("/v1/openapi.json").header("If-None-Match", tag)).is(304);
    }
  }
}

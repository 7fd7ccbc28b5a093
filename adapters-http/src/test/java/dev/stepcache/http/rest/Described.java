package dev.stepcache.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The API as its OpenAPI document describes it; what it answers is held against that. */
final class Described {
  private static final String PLACE = "https://stepcache.example/openapi.json";

  private final ObjectValue document;
  private final SchemaRegistry schemas;

  Described(String text) {
    this.document = JsonReader.readOwn(text).asObject().orElseThrow();
    this.schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(PLACE, text)));
  }

  ObjectValue document() {
    return document;
  }

  /** Method and path of every operation, by its name. */
  Map<String, String> operations() {
    Map<String, String> operations = new TreeMap<>();
    document
        .objectMember("paths")
        .orElseThrow()
        .members()
        .forEach((path, item) ->
            item.asObject()
                .orElseThrow()
                .members()
                .forEach((method, operation) ->
                    operations.put(
                        operation.asObject().orElseThrow().textMember("operationId").orElseThrow(),
                        method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
    return operations;
  }

  /** Holds an answer against the description of the operation that it is of. */
  void check(String method, String rawPath, int status, Optional<String> type, String body) {
    Optional<AttributePath> operation = operation(method, rawPath);
    if (operation.isEmpty()) {
      assertThat(status).as(method + " " + rawPath).isIn(400, 404, 405);
      checkAt(AttributePath.of("components", "schemas", "Problem"), body);
      return;
    }
    AttributePath response = operation.get().append(AttributePath.of("responses", "" + status));
    Optional<ObjectValue> described = at(response);
    assertThat(described).as("answer %s of %s %s: %s", status, method, rawPath, body).isPresent();
    Optional<String> reference = described.get().textMember("$ref");
    AttributePath place =
        reference.map(text -> AttributePath.of(text.substring(2).split("/"))).orElse(response);
    Optional<ObjectValue> content = at(place.child("content"));
    if (content.isEmpty()) {
      assertThat(body).isEmpty();
      return;
    }
    String plain = type.orElseThrow().replaceFirst(";.*", "");
    assertThat(content.get().members()).containsKey(plain);
    if (plain.endsWith("json")) {
      checkAt(place.append(AttributePath.of("content", plain, "schema")), body);
    }
  }

  /** Holds a document against a schema of the components. */
  void checkSchema(String name, String body) {
    checkAt(AttributePath.of("components", "schemas", name), body);
  }

  private void checkAt(AttributePath place, String body) {
    assertThat(
            schemas
                .getSchema(SchemaLocation.of(PLACE + "#" + place.pointer()))
                .validate(body, InputFormat.JSON))
        .as("%s\nagainst %s", body, place)
        .isEmpty();
  }

  private Optional<AttributePath> operation(String method, String rawPath) {
    List<String> path = Segments.of(rawPath);
    return document.objectMember("paths").orElseThrow().members().keySet().stream()
        .filter(template ->
            new Route("", "", template, asked -> Answer.empty(204)).match(path).isPresent())
        .sorted(java.util.Comparator.comparing(template -> template.contains("{")))
        .map(template ->
            AttributePath.of("paths", template, method.toLowerCase(java.util.Locale.ROOT)))
        .filter(place -> at(place).isPresent())
        .findFirst();
  }

  private Optional<ObjectValue> at(AttributePath place) {
    Optional<ObjectValue> found = Optional.of(document);
    for (String token : place.tokens()) {
      found = found.flatMap(object -> object.objectMember(token));
    }
    return found;
  }
}

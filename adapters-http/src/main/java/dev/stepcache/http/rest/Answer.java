package dev.stepcache.http.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonObject;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** What a request is answered with. */
record Answer(int status, Map<String, String> headers, Content content) {

  Answer {
    headers = Map.copyOf(headers);
  }

  /** The body of an answer. */
  sealed interface Content {
    record Empty() implements Content {}

    record Whole(String text) implements Content {}

    record Flowing(Flow flow) implements Content {}
  }

  /** Writes a body bit by bit. */
  @FunctionalInterface
  interface Flow {
    void writeTo(OutputStream out) throws IOException;
  }

  static Answer of(JsonObject document) {
    return of(200, document);
  }

  static Answer of(int status, JsonObject document) {
    return of(status, "application/json", document.pretty() + "\n");
  }

  static Answer of(int status, String type, String text) {
    return new Answer(status, Map.of("Content-Type", type), new Content.Whole(text));
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), new Content.Empty());
  }

  static Answer flowing(String type, Flow flow) {
    return new Answer(200, Map.of("Content-Type", type), new Content.Flowing(flow));
  }

  Answer with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, content);
  }

  void send(ServerResponse response) {
    response.status(status);
    headers.forEach((name, value) -> response.header(name, value));
    switch (content) {
      case Content.Empty() -> response.send();
      case Content.Whole(String text) -> response.send(text.getBytes(UTF_8));
      case Content.Flowing(Flow flow) -> {
        try (OutputStream out = response.outputStream()) {
          flow.writeTo(out);
        } catch (IOException | UncheckedIOException gone) {
          return; // Whoever asked does not listen any more.
        }
      }
    }
  }
}

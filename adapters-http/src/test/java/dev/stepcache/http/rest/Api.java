package dev.stepcache.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;

/** A client of the REST API. Every answer that it gets is held against the OpenAPI document. */
final class Api implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;
  private final Described described;

  private final Optional<String> token;

  Api(String address) {
    this(address, Optional.empty());
  }

  /** A client that proves who it is by a token. */
  Api(String address, Optional<String> token) {
    this.address = address;
    this.token = token;
    this.described = new Described(send(request("/v1/openapi.json").build()).body());
  }

  /** An answer. */
  record Got(int status, String text, HttpResponse<String> response) {
    ObjectValue json() {
      return JsonReader.readOwn(text).asObject().orElseThrow();
    }

    String text(String member) {
      return json().textMember(member).orElseThrow();
    }

    /** The objects of a list. */
    List<ObjectValue> list(String member) {
      return json().itemsOf(member).stream().map(item -> item.asObject().orElseThrow()).toList();
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** The place and the sentence of every fault. */
    List<String> pointers() {
      return list("errors").stream()
          .map(error -> error.textMember("pointer").orElseThrow())
          .toList();
    }

    Got is(int expected) {
      assertThat(status).as(text).isEqualTo(expected);
      return this;
    }
  }

  Described described() {
    return described;
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request;
  }

  Got get(String path) {
    return exchange(request(path).GET());
  }

  Got post(String path, String body) {
    return exchange(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  Got post(String path) {
    return exchange(request(path).POST(BodyPublishers.noBody()));
  }

  Got put(String path, String body, String... headers) {
    HttpRequest.Builder request =
        request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body));
    return exchange(headers.length == 0 ? request : request.headers(headers));
  }

  Got patch(String path, String body) {
    return exchange(
        request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  Got delete(String path) {
    return exchange(request(path).DELETE());
  }

  Got exchange(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    HttpResponse<String> response = send(request);
    described.check(
        request.method(),
        request.uri().getRawPath(),
        response.statusCode(),
        response.headers().firstValue("Content-Type"),
        response.body());
    return new Got(response.statusCode(), response.body(), response);
  }

  /** Calls SageMaker's own API, which the document does not describe. */
  Got sageMaker(HttpRequest.Builder request) {
    HttpResponse<String> response = send(request.build());
    return new Got(response.statusCode(), response.body(), response);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end of an execution. */
  Got ended(String execution) {
    for (int i = 0; i < 600; i++) {
      Got now = get("/v1/executions/" + execution);
      if (now.json().member("completedAt").isPresent()) {
        return now;
      }
      pause();
    }
    throw new AssertionError("execution %s goes on".formatted(execution));
  }

  static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(AttributeValue value) {
    return value.asText().orElseThrow();
  }

  @Override
  public void close() {
    client.close();
  }
}

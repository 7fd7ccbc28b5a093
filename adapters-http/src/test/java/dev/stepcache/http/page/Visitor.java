package dev.stepcache.http.page;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Reads pages as they are sent. */
record Visitor(HttpClient http, String service) implements AutoCloseable {

  static Visitor of(String service) {
    return new Visitor(HttpClient.newHttpClient(), service);
  }

  HttpResponse<String> open(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  String read(String path) throws IOException, InterruptedException {
    return open(path).body();
  }

  @Override
  public void close() {
    http.close();
  }
}

package dev.stepcache.http.operation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Takes traces as OpenTelemetry's collectors do, and reads of them what tests ask. */
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<Taken> taken = new CopyOnWriteArrayList<>();

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /**
   * A span.
   *
   * @param service the name of the service that it is of
   * @param parent empty where a trace begins
   * @param attributes by name, numbers as text
   */
  record Taken(
      String service,
      String trace,
      String id,
      String parent,
      String name,
      Map<String, String> attributes,
      boolean isError) {

    String attribute(String attribute) {
      return attributes.getOrDefault("stepcache." + attribute, "");
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All that came by now. */
  List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** Those with a name, in the order in which they came. */
  List<Taken> named(String name) {
    return taken.stream().filter(span -> span.name().equals(name)).toList();
  }

  Taken one(String name) {
    List<Taken> named = named(name);
    if (named.size() != 1) {
      throw new AssertionError("not one %s in %s".formatted(name, taken));
    }
    return named.get(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Wire request = Wire.read(exchange.getRequestBody().readAllBytes());
      boolean isExpected =
          exchange.getRequestMethod().equals("POST")
              && exchange
                  .getRequestHeaders()
                  .getFirst("Content-Type")
                  .equals("application/x-protobuf");
      if (isExpected) {
        request.messages(1).forEach(this::takeAll);
      }
      exchange.sendResponseHeaders(isExpected ? 200 : 400, -1);
    }
  }

  private void takeAll(Wire ofService) {
    String service =
        attributes(ofService.messages(1).get(0).messages(1)).getOrDefault("service.name", "");
    ofService.messages(2).stream()
        .flatMap(scope -> scope.messages(2).stream())
        .map(span -> span(service, span))
        .forEach(taken::add);
  }

  private static Taken span(String service, Wire span) {
    return new Taken(
        service,
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        span.text(5),
        attributes(span.messages(9)),
        span.messages(15).stream().anyMatch(status -> status.number(3) == 2));
  }

  private static String hex(Wire message, int field) {
    return HexFormat.of().formatHex(message.text(field).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Map<String, String> attributes(List<Wire> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                attribute -> attribute.text(1), attribute -> value(attribute.messages(2).get(0))));
  }

  private static String value(Wire value) {
    String text = value.text(1);
    return text.isEmpty() ? String.valueOf(value.number(3)) : text;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

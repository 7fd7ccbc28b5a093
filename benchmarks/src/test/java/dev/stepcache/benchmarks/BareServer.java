package dev.stepcache.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;

/** The server that the service is built on, which reads what it is sent and answers a constant. */
public final class BareServer {
  private BareServer() {}

  /** Says its port, and serves. */
  public static void main(String[] arguments) {
    byte[] answer = "x".repeat(700).getBytes(US_ASCII);
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .addRouting(
                HttpRouting.builder()
                    .post(
                        "/*",
                        (request, response) -> {
                          request.content().as(byte[].class);
                          response.send(answer);
                        }))
            .build()
            .start();
    System.out.println("serves at http://127.0.0.1:%d;".formatted(server.port()));
  }
}

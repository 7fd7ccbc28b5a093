package dev.stepcache.http.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.http.TestService;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** H4: how many calls are worked on at a time, and what becomes of them when the service ends. */
@Timeout(value = 60, unit = SECONDS)
class PlacesTest {
  private static final int PLACES = 3;

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Somebody who writes into the store for a long time, so that calls which write wait. */
  private final class Busy implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;

    Busy() throws SQLException {
      connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.db"));
      statement = connection.createStatement();
    }

    void write() throws SQLException {
      statement.execute("begin immediate");
    }

    @Override
    public void close() throws SQLException {
      statement.execute("rollback");
      statement.close();
      connection.close();
    }
  }

  private CompletableFuture<HttpResponse<String>> put(TestService service, String pipeline) {
    return client.sendAsync(
        HttpRequest.newBuilder(service.uri("/v1/pipelines/" + pipeline))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{\"definition\": {\"Steps\": []}}"))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(TestService service, String path) throws Exception {
    return client.send(HttpRequest.newBuilder(service.uri(path)).build(), BodyHandlers.ofString());
  }

  @Test
  void more_calls_than_there_are_places_are_told_to_come_again_and_health_is_told_anyway()
      throws Exception {
    try (TestService service = TestService.in(folder, settings -> settings.maxCalls(PLACES))) {
      List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
      try (Busy busy = new Busy()) {
        busy.write();
        for (int i = 0; i < PLACES; i++) {
          waiting.add(put(service, "p" + i));
        }
        HttpResponse<String> refused = get(service, "/v1/pipelines");
        while (refused.statusCode() == 200) { // until all places are taken
          Thread.sleep(20);
          refused = get(service, "/v1/pipelines");
        }
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(get(service, "/health").statusCode()).isEqualTo(200);
        assertThat(get(service, "/metrics").statusCode()).isEqualTo(200);
      }
      for (CompletableFuture<HttpResponse<String>> call : waiting) {
        assertThat(call.get().statusCode()).isEqualTo(201);
      }
      assertThat(get(service, "/v1/pipelines").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_call_in_flight_is_answered_when_the_service_ends() throws Exception {
    TestService service = TestService.in(folder);
    CompletableFuture<HttpResponse<String>> inFlight;
    CompletableFuture<Void> ending;
    try (Busy busy = new Busy()) {
      busy.write();
      inFlight = put(service, "late");
      while (!get(service, "/metrics").body().matches("(?s).*stepcache_calls_in_flight [2-9].*")) {
        Thread.sleep(20);
      }
      ending = CompletableFuture.runAsync(service::close);
      Thread.sleep(500);
      assertThat(inFlight).isNotDone();
    }
    assertThat(inFlight.get().statusCode()).isEqualTo(201);
    assertThat(ending).succeedsWithin(20, SECONDS);
  }
}

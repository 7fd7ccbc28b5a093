package dev.stepcache.http.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.http.Http;
import dev.stepcache.http.Http.Answer;
import dev.stepcache.http.TestService;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H4: Prometheus can read what a node of the service does. */
class MetricsTest {
  @TempDir Path folder;

  @Test
  void calls_are_counted_by_route_and_status() throws IOException {
    try (TestService service = TestService.in(folder)) {
      assertThat(Http.call(service, "GET /health HTTP/1.1").status()).isEqualTo(200);
      assertThat(Http.call(service, "GET /nothing/of-yours HTTP/1.1").status()).isEqualTo(404);
      Answer metrics = Http.call(service, "GET /metrics HTTP/1.1");
      assertThat(metrics.header("Content-Type")).startsWith("text/plain; version=0.0.4");
      assertThat(metrics.body())
          .contains(
              "stepcache_call_seconds_count{method=\"GET\",route=\"/health\",status=\"200\"} 1",
              "stepcache_calls_in_flight 1.0",
              "stepcache_executions_running 0.0",
              "stepcache_executions_waiting 0.0",
              "# TYPE stepcache_decision_seconds histogram")
          .doesNotContain("of-yours");
    }
  }
}

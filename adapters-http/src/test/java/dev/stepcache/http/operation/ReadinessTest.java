package dev.stepcache.http.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.Leases;
import dev.stepcache.http.Http;
import dev.stepcache.http.Http.Answer;
import dev.stepcache.http.TestService;
import dev.stepcache.persistence.mysql.MySqlServer;
import dev.stepcache.persistence.mysql.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H4: a node whose store is away says so at once, and is ready again when the store is back. */
@Tag("mysql")
class ReadinessTest {
  @TempDir Path folder;

  @Test
  void a_service_is_ready_as_long_as_its_store_can_be_reached() throws Exception {
    String url = MySqlServer.shared().newJdbcUrl("readiness");
    try (TcpProxy proxy = TcpProxy.before(url);
        TestService service =
            TestService.on(
                proxy.on(url),
                folder.resolve("s3"),
                folder,
                Leases.LENGTH,
                UnaryOperator.identity())) {
      assertThat(Http.call(service, "GET /ready HTTP/1.1").status()).isEqualTo(200);
      proxy.refuse();
      long begun = System.nanoTime();
      Answer away = Http.call(service, "GET /ready HTTP/1.1");
      assertThat(away.status()).isEqualTo(503);
      assertThat(away.body()).contains("\"ready\":false", "the store");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
      assertThat(Http.call(service, "GET /health HTTP/1.1").status()).isEqualTo(200);
      proxy.relent();
      int status = 0;
      for (int i = 0; i < 60 && status != 200; i++) {
        Thread.sleep(500);
        status = Http.call(service, "GET /ready HTTP/1.1").status();
      }
      assertThat(status).isEqualTo(200);
    }
  }
}

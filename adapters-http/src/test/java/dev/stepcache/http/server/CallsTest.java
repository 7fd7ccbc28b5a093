package dev.stepcache.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.service.ServiceRefused;
import dev.stepcache.http.Http;
import dev.stepcache.http.Http.Answer;
import dev.stepcache.http.TestService;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H3, H4: what holds for every call to a service that asks nobody who they are. */
class CallsTest {
  @TempDir Path folder;

  @Test
  void a_call_is_answered_under_the_id_that_its_caller_gave() throws IOException {
    try (TestService service = TestService.in(folder)) {
      Answer named = Http.call(service, "GET /health HTTP/1.1\nX-Request-Id: mine-1.2_3");
      assertThat(named.status()).isEqualTo(200);
      assertThat(named.header("X-Request-Id")).isEqualTo("mine-1.2_3");
      Answer odd = Http.call(service, "GET /health HTTP/1.1\nX-Request-Id: {\"no\": 1}");
      assertThat(odd.header("X-Request-Id")).hasSize(36);
      assertThat(service.log()).contains("\"id\":\"mine-1.2_3\"").doesNotContain("no\\\"");
    }
  }

  @Test
  void the_log_has_a_json_object_a_line_and_neither_queries_nor_credentials() throws IOException {
    try (TestService service = TestService.in(folder)) {
      Answer unused =
          Http.call(
              service,
              "GET /nothing?token=hush1 HTTP/1.1\nAuthorization: Bearer hush2\nCookie: hush3");
      assertThat(unused.status()).isEqualTo(404);
      assertThat(service.log())
          .contains("\"method\":\"GET\"", "\"path\":\"/nothing\"", "\"status\":404", "\"millis\":")
          .contains("\"principal\":\"local\"")
          .doesNotContain("hush");
      assertThat(service.log().lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nNo colon\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      })
  void bad_http_is_refused_without_a_word_of_how_it_was_read(String text) throws IOException {
    try (TestService service = TestService.in(folder)) {
      Answer answer = Http.raw(service, text);
      assertThat(answer.status()).as(answer.head()).isBetween(400, 499);
      assertThat(answer.body()).doesNotContain("helidon", "Exception:", "java.").contains("{");
    }
  }

  @Test
  void a_body_over_the_limit_is_refused_whether_its_length_is_told_or_not() throws IOException {
    try (TestService service = TestService.in(folder, settings -> settings.maxBody(1000))) {
      assertThat(Http.call(service, "POST /v1/x HTTP/1.1", "x".repeat(1001)).status())
          .isEqualTo(413);
      assertThat(Http.call(service, "POST /v1/x HTTP/1.1", "x".repeat(1000)).status())
          .isNotEqualTo(413);
      String chunks = "1f4\r\n" + "x".repeat(500) + "\r\n";
      Answer chunked =
          Http.raw(
              service,
              "POST /v1/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                  + "Connection: close\r\n\r\n"
                  + chunks.repeat(3)
                  + "0\r\n\r\n");
      assertThat(chunked.status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POST /v1/x HT",
        "POST /v1/x HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        "POST /v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n",
      })
  void a_client_that_sends_byte_after_byte_is_cut_off_in_time(String begin) throws Exception {
    try (TestService service =
            TestService.in(folder, settings -> settings.patience(Duration.ofSeconds(1)));
        Socket socket = Http.connect(service)) {
      long begun = System.nanoTime();
      socket.getOutputStream().write(begin.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  if (!begin.isEmpty()) {
                    socket.getOutputStream().write('x');
                  }
                  Thread.sleep(100);
                  if (socket.getInputStream().available() == 0 && begin.isEmpty()) {
                    socket.setSoTimeout(5000);
                    if (socket.getInputStream().read() < 0) {
                      throw new SocketException("closed");
                    }
                  }
                }
              })
          .isInstanceOf(SocketException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:80", "192.168.1.7", "127.0.0.1.evil.example"})
  void a_name_that_is_made_to_lead_here_does_not(String host) throws IOException {
    try (TestService service = TestService.in(folder)) {
      assertThat(Http.call(service, "GET /health HTTP/1.1\nHost: " + host).status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://localhost:1",
        "Sec-Fetch-Site: cross-site"
      })
  void a_page_of_another_site_cannot_drive_the_service(String header) throws IOException {
    try (TestService service = TestService.in(folder)) {
      Answer changing = Http.call(service, "POST /v1/x HTTP/1.1\n" + header, "{}");
      assertThat(changing.status()).isEqualTo(403);
      assertThat(Http.call(service, "GET /health HTTP/1.1\n" + header).status()).isEqualTo(200);
      assertThat(
              Http.call(service, "POST /v1/x HTTP/1.1\nOrigin: " + service.address(), "{}")
                  .status())
          .isNotEqualTo(403);
    }
  }

  @Test
  void no_service_is_open_to_others_without_credentials() {
    assertThatThrownBy(() -> TestService.in(folder, settings -> settings.host("0.0.0.0")))
        .isInstanceOf(ServiceRefused.class)
        .hasMessageContaining("stepcache access token");
    assertThatThrownBy(() ->
            TestService.in(folder, settings -> settings.host("0.0.0.0").access(Optional.of(false))))
        .isInstanceOf(ServiceRefused.class)
        .hasMessageContaining("access cannot be off");
  }

  @Test
  void a_port_that_is_taken_is_said_to_be() throws IOException {
    try (TestService service = TestService.in(folder)) {
      int port = service.uri("/").getPort();
      assertThatThrownBy(() -> TestService.in(folder, settings -> settings.port(port)))
          .isInstanceOf(ServiceRefused.class)
          .hasMessageContaining("127.0.0.1:" + port);
    }
  }
}

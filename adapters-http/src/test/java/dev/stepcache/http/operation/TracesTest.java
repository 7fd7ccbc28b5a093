package dev.stepcache.http.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.service.ServiceRefused;
import dev.stepcache.http.Http;
import dev.stepcache.http.Http.Answer;
import dev.stepcache.http.TestService;
import dev.stepcache.http.operation.Collector.Taken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H4: where a receiver is named, it is sent what the service does, as traces. */
class TracesTest {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  private static final String STEP =
      """
      {"Name": "Train", "Type": "Training",
       "Arguments": {"AlgorithmSpecification": {"TrainingImage": "image:1"}},
       "CacheConfig": {"Enabled": true, "ExpireAfter": "30d"}}\
      """;
  private static final String FAILING =
      """
      {"Name": "Check", "Type": "Processing", "DependsOn": ["Train"],
       "Arguments": {"AppSpecification": {"ImageUri": "i"}, "Environment": {"FAIL": "hush"}}}\
      """;

  @TempDir Path folder;

  private TestService service(String... environment) {
    Map<String, String> variables =
        environment.length == 2 ? Map.of(environment[0], environment[1]) : Map.of();
    return TestService.in(folder, settings -> settings.environment(variables));
  }

  @Test
  void a_call_continues_the_trace_of_its_caller() throws IOException {
    try (Collector collector = new Collector()) {
      Answer answer;
      try (TestService service = service(ENDPOINT, collector.address())) {
        answer = Http.call(service, health("01"));
        assertThat(Http.call(service, health("00")).status()).isEqualTo(200);
        assertThat(Http.call(service, "GET /v1/pipelines/secret HTTP/1.1").status()).isEqualTo(404);
      }
      Taken call = collector.one("GET /health"); // the other was not to be sampled
      assertThat(call.trace()).isEqualTo(TRACE);
      assertThat(call.parent()).isEqualTo(CALLER);
      assertThat(call.service()).isEqualTo("stepcache");
      assertThat(call.attributes())
          .containsEntry("http.response.status_code", "200")
          .containsEntry("http.route", "/health")
          .containsEntry("stepcache.request", answer.header("X-Request-Id"));
      assertThat(collector.taken())
          .hasSize(2)
          .noneSatisfy(span -> assertThat(span.isError()).isTrue());
    }
  }

  private static String health(String flags) {
    return "GET /health HTTP/1.1\ntraceparent: 00-%s-%s-%s".formatted(TRACE, CALLER, flags);
  }

  @Test
  void an_execution_has_a_span_for_each_step_with_its_outcome() throws IOException {
    try (Collector collector = new Collector()) {
      try (TestService service = service(ENDPOINT, collector.address() + "/")) {
        put(service, "good", STEP);
        put(service, "bad", STEP + ", " + FAILING);
        start(service, "good", "Succeeded");
        start(service, "good", "Succeeded");
        start(service, "bad", "Failed");
      }
      List<Taken> executions = collector.named("execution good");
      List<Taken> trained = collector.named("step Train");
      assertThat(trained.stream().map(TracesTest::decided))
          .containsExactly("MISS NO_PREVIOUS_RUN", "HIT REUSED", "MISS NO_PREVIOUS_RUN");
      for (int i = 0; i < 2; i++) {
        assertThat(trained.get(i).trace()).isEqualTo(executions.get(i).trace());
        assertThat(trained.get(i).parent()).isEqualTo(executions.get(i).id());
        assertThat(trained.get(i).attribute("type")).isEqualTo("Training");
        assertThat(executions.get(i).attribute("status")).isEqualTo("SUCCEEDED");
        assertThat(executions.get(i).parent()).isEmpty();
        assertThat(executions.get(i).isError()).isFalse();
      }
      Taken checked = collector.one("step Check");
      assertThat(decided(checked)).isEqualTo("BYPASS CACHING_DISABLED");
      assertThat(checked.attribute("status")).isEqualTo("FAILED");
      assertThat(checked.isError()).isTrue();
      assertThat(collector.one("execution bad").isError()).isTrue();
      assertThat(collector.taken())
          .noneSatisfy(
              span -> assertThat(span.toString()).contains("hush")); // what jobs say stays here
    }
  }

  private static String decided(Taken span) {
    return span.attribute("outcome") + " " + span.attribute("reason");
  }

  private static void put(TestService service, String pipeline, String steps) throws IOException {
    Answer answer =
        Http.call(
            service,
            "PUT /v1/pipelines/%s HTTP/1.1\nContent-Type: application/json".formatted(pipeline),
            "{\"definition\": {\"Version\": \"2020-12-01\", \"Steps\": [%s]}}".formatted(steps));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  /** Starts an execution and waits for its end. */
  private static void start(TestService service, String pipeline, String end) throws IOException {
    Answer started =
        Http.call(
            service,
            "POST /v1/pipelines/%s/executions HTTP/1.1\nContent-Type: application/json"
                .formatted(pipeline),
            "{}");
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    String execution = started.json().textMember("execution").orElseThrow();
    String told =
        Http.call(service, "GET /v1/executions/%s/events HTTP/1.1".formatted(execution)).body();
    assertThat(told).contains("execution-ended").contains(end);
  }

  @Test
  void a_lookup_is_within_the_call_that_asks() throws IOException {
    try (Collector collector = new Collector()) {
      try (TestService service =
          service(
              "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.address() + "/v1/traces/of-all")) {
        Answer answer =
            Http.call(
                service,
                "POST /v1/pipelines/p/lookups HTTP/1.1\nContent-Type: application/json",
                "{\"step\": %s}".formatted(STEP));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      }
      Taken lookup = collector.one("lookup");
      assertThat(decided(lookup)).isEqualTo("MISS NO_PREVIOUS_RUN");
      assertThat(lookup.attribute("step")).isEqualTo("Train");
      assertThat(collector.taken().stream().map(Taken::id)).contains(lookup.parent());
    }
  }

  @Test
  void without_a_receiver_nothing_is_made_ready_to_send() throws IOException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (TestService service = service()) {
      assertThat(Http.call(service, health("01")).status()).isEqualTo(200);
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> !before.contains(thread))
          .noneSatisfy(TracesTest::sends);
    }
    try (Collector collector = new Collector();
        TestService service = service(ENDPOINT, collector.address())) {
      assertThat(service.address()).isNotEmpty();
      assertThat(Thread.getAllStackTraces().keySet()).anySatisfy(TracesTest::sends);
    }
    assertThat(TraceReceiver.of(Map.of(ENDPOINT, "", "OTEL_SERVICE_NAME", "s"))).isEmpty();
  }

  private static void sends(Thread thread) {
    assertThat(thread.getName()).startsWith("BatchSpanProcessor");
  }

  @Test
  void a_receiver_is_named_as_everywhere_or_refused() {
    assertThat(TraceReceiver.of(Map.of(ENDPOINT, "http://c:4318/x/", "OTEL_SERVICE_NAME", "s")))
        .contains(new TraceReceiver(URI.create("http://c:4318/x/v1/traces"), "s"));
    for (String wrong : List.of("localhost:4318", "ftp://c/", "http://", "a b")) {
      assertThatThrownBy(() -> service(ENDPOINT, wrong))
          .isInstanceOf(ServiceRefused.class)
          .hasMessage(
              "OTEL_EXPORTER_OTLP_ENDPOINT is %s: an address such as http://localhost:4318 was"
                  + " expected",
              wrong);
    }
  }

  @Test
  void a_receiver_that_never_answers_holds_nothing_up_for_long() throws IOException {
    List<LogRecord> printed = new ArrayList<>();
    Handler console = new Printed(printed);
    Logger.getLogger("").addHandler(console);
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      TestService service = service(ENDPOINT, "http://127.0.0.1:" + mute.getLocalPort());
      assertThat(Http.call(service, "GET /health HTTP/1.1").status()).isEqualTo(200);
      long begun = System.nanoTime();
      service.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
      Logger.getLogger("io.opentelemetry.exporter")
          .log(Level.SEVERE, "this is told without its stack", new IOException("away"));
      assertThat(printed).isEmpty();
    } finally {
      Logger.getLogger("").removeHandler(console);
    }
  }

  /** Stands where the console of the JVM does, which prints stacks. */
  private static final class Printed extends Handler {
    private final List<LogRecord> printed;

    private Printed(List<LogRecord> printed) {
      this.printed = printed;
    }

    @Override
    public void publish(LogRecord told) {
      if (String.valueOf(told.getLoggerName()).startsWith("io.opentelemetry")) {
        printed.add(told);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

package dev.stepcache.http.page;

import static dev.stepcache.http.page.Pipelines.definition;
import static dev.stepcache.http.page.Pipelines.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.access.AuditLog;
import dev.stepcache.application.access.Caller;
import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Grants;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.http.TestService;
import dev.stepcache.http.server.KnownCaller;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H3: whom pages show what. */
class AccessTest {
  private static final PrincipalName ADA = new PrincipalName("ada");

  @TempDir Path folder;
  private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
  private TestService service;
  private ExecutionId execution;

  @BeforeEach
  void start() {
    service = TestService.in(folder);
    execution = Pipelines.run(service, "churn", definition(step("train", "0.1", 0)));
  }

  @AfterEach
  void end() {
    service.close();
  }

  /** Reads a page with these permissions on the pipeline. */
  private HttpResponse<String> read(String path, Permission... granted) throws Exception {
    Caller caller =
        new Caller(
            ADA,
            new Grants(
                Arrays.stream(granted)
                    .map(each -> new Grant(ADA, each, new PipelinePattern("churn")))
                    .collect(Collectors.toSet())),
            new Remembered());
    HttpRouting.Builder routing = HttpRouting.builder().addFilter(new KnownCaller(caller));
    new Page(service.useCases(), service.store()).route(routing);
    WebServer server =
        WebServer.builder().host("127.0.0.1").port(0).addRouting(routing).build().start();
    try (Visitor visitor = Visitor.of("http://127.0.0.1:" + server.port())) {
      return visitor.open(path);
    } finally {
      server.stop();
    }
  }

  private final class Remembered implements AuditLog {
    @Override
    public void append(List<AuditEntry> entries) {
      audit.addAll(entries);
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }
  }

  @Test
  void a_pipeline_of_which_nothing_is_granted_is_as_one_that_is_not_there() throws Exception {
    assertThat(read("/").body()).doesNotContain("churn");
    String step = Address.of(execution, new StepName("train"));
    for (String path :
        new String[] {"/pipelines/churn", Address.of(execution), step, step + "/log"}) {
      HttpResponse<String> hidden = read(path);
      assertThat(hidden.statusCode()).isEqualTo(404);
      assertThat(hidden.body()).isEqualTo(read("/executions/none").body());
    }
    assertThat(audit).isEmpty();
  }

  @Test
  void steps_are_for_those_who_may_run_the_pipeline_and_looking_is_noted() throws Exception {
    String path = Address.of(execution);
    HttpResponse<String> refused = read(path, Permission.METRICS);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("RunPipeline").doesNotContain("train");
    assertThat(audit).isEmpty();

    assertThat(read(path, Permission.RUN_PIPELINE).body()).contains("train");
    assertThat(audit)
        .singleElement()
        .matches(entry -> entry.subject().equals(execution.text()))
        .matches(entry -> entry.permission() == Permission.RUN_PIPELINE);
  }

  @Test
  void counts_and_times_are_for_those_who_were_granted_metrics() throws Exception {
    assertThat(read("/pipelines/churn", Permission.RUN_PIPELINE).body())
        .contains("they need a grant of Metrics", Address.of(execution))
        .doesNotContain("Hit rate");
    assertThat(read("/", Permission.RUN_PIPELINE).body()).contains("not granted");
    assertThat(audit).isEmpty();

    assertThat(read("/pipelines/churn", Permission.METRICS).body()).contains("Hit rate 0 %");
    assertThat(audit).singleElement().matches(entry -> entry.permission() == Permission.METRICS);
  }

  @Test
  void what_a_step_printed_is_for_those_who_were_granted_logs() throws Exception {
    String step = Address.of(execution, new StepName("train"));
    assertThat(read(step, Permission.RUN_PIPELINE).body()).contains("needs a grant of Logs");
    assertThat(read(step + "/log", Permission.RUN_PIPELINE).statusCode()).isEqualTo(403);
    audit.clear();

    assertThat(read(step + "/log", Permission.LOGS).body()).isEqualTo("at work\n");
    assertThat(audit).singleElement().matches(entry -> entry.permission() == Permission.LOGS);
  }
}

package dev.stepcache.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.domain.access.Permission;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * H2, H3: every operation asks for its own grant, and what is hidden is as if it were not there.
 */
class AccessTest {
  private static final String ONE = "/v1/pipelines/churn";

  @TempDir Path folder;
  private GrantedService service;
  private Api api;
  private String execution = "";
  private String run = "";

  @BeforeEach
  void start() {
    service = GrantedService.in(folder);
    api = service.client();
    api.put(ONE, Bodies.definition()).is(201);
    execution = api.post(ONE + "/executions", "{}").is(201).text("execution");
    api.ended(execution);
    run = api.post(ONE + "/runs", Bodies.step()).is(201).text("run");
  }

  @AfterEach
  void stop() {
    api.close();
    service.close();
  }

  /** Every operation on what a test has, but those that end it, by the permission it needs. */
  private Map<String, Permission> reads() {
    String of = "/v1/executions/" + execution;
    return Map.ofEntries(
        Map.entry(ONE + "/executions", Permission.RUN_PIPELINE),
        Map.entry(of, Permission.RUN_PIPELINE),
        Map.entry(of + "/steps", Permission.RUN_PIPELINE),
        Map.entry(of + "/steps/Train", Permission.RUN_PIPELINE),
        Map.entry(of + "/explain", Permission.RUN_PIPELINE),
        Map.entry(of + "/steps/Train/log", Permission.LOGS),
        Map.entry(of + "/events", Permission.EVENTS),
        Map.entry(ONE + "/runs", Permission.SEARCH),
        Map.entry("/v1/runs/" + run, Permission.DESCRIBE_JOB),
        Map.entry("/v1/savings?pipeline=churn", Permission.METRICS),
        Map.entry("/v1/days?pipeline=churn", Permission.METRICS));
  }

  private Map<String, Permission> posts() {
    String ofRun = "/v1/runs/" + run;
    return Map.of(
        ONE + "/lookups " + Bodies.step(), Permission.RUN_PIPELINE,
        ONE + "/plan {}", Permission.RUN_PIPELINE,
        "/v1/executions/" + execution + "/stop {}", Permission.RUN_PIPELINE,
        "/v1/executions/" + execution + "/retry {}", Permission.RUN_PIPELINE,
        ONE + "/runs " + Bodies.step(), Permission.RECORD,
        ofRun + "/completion {\"status\": \"Failed\"}", Permission.RECORD,
        ofRun + "/retraction {}", Permission.MANAGE_PIPELINE,
        ONE + "/refresh {}", Permission.MANAGE_PIPELINE);
  }

  private Api.Got post(String pathAndBody) {
    int at = pathAndBody.indexOf(' ');
    return api.post(pathAndBody.substring(0, at), pathAndBody.substring(at + 1));
  }

  @Test
  void each_operation_is_refused_without_its_own_grant_which_is_named() {
    reads()
        .forEach((path, needed) -> {
          service.grantAllBut(needed);
          assertThat(api.get(path).is(403).text("detail")).contains(needed.spelling());
          service.grantAll();
          api.get(path).is(200);
        });
    posts()
        .forEach((path, needed) -> {
          service.grantAllBut(needed);
          assertThat(post(path).is(403).text("detail")).contains(needed.spelling());
        });
    service.grantAllBut(Permission.MANAGE_PIPELINE);
    api.put(ONE, "{}").is(403);
    api.delete(ONE).is(403);
  }

  @Test
  void a_grant_opens_its_own_source_and_none_beside() {
    reads()
        .forEach((path, needed) -> {
          service.grant("churn", needed);
          reads()
              .forEach((other, itsOwn) ->
                  assertThat(api.get(other).status())
                      .as("%s with %s", other, needed)
                      .isEqualTo(itsOwn == needed ? 200 : 403));
        });
  }

  @Test
  void what_a_caller_must_not_know_is_answered_like_what_is_not_there() {
    service.grant("other", Permission.values());
    Stream.concat(reads().keySet().stream(), Stream.of(ONE, ONE + "/versions", ONE + "/definition"))
        .forEach(path -> {
          Api.Got hidden = api.get(path).is(404);
          assertThat(hidden.text("detail"))
              .isEqualTo(renamed(api.get(absent(path)).is(404).text("detail")));
        });
    posts().keySet().forEach(path -> post(path).is(404));
    api.put(ONE, "{}").is(404);
    api.delete(ONE).is(404);
    assertThat(api.get("/v1/pipelines").list("pipelines")).isEmpty();
    assertThat(api.get("/v1/savings").list("steps")).isEmpty();
    assertThat(api.get("/v1/days").list("days")).isEmpty();
  }

  private String absent(String path) {
    return path.replace("churn", "gone1").replace(execution, "gone2").replace(run, "gone3");
  }

  private String renamed(String detail) {
    return detail.replace("gone1", "churn").replace("gone2", execution).replace("gone3", run);
  }

  @Test
  void whoever_may_not_record_plants_no_result() {
    service.grantAllBut(Permission.RECORD);
    api.post(ONE + "/runs", Bodies.step()).is(403);
    api.post("/v1/runs/" + run + "/completion", "{\"status\": \"Succeeded\"}").is(403);
    assertThat(api.post(ONE + "/lookups", Bodies.step()).is(200).text("outcome")).isEqualTo("MISS");
  }

  @Test
  void outputs_of_a_job_are_for_those_who_may_describe_it_and_of_a_cached_step_for_who_may_run() {
    String second = api.post(ONE + "/executions", "{}").is(201).text("execution");
    api.ended(second);
    service.grant("churn", Permission.RUN_PIPELINE);
    assertThat(outputs(execution)).isFalse();
    assertThat(outputs(second)).isTrue();
    service.grant("churn", Permission.RUN_PIPELINE, Permission.DESCRIBE_JOB);
    assertThat(outputs(execution)).isTrue();
  }

  private boolean outputs(String of) {
    return api.get("/v1/executions/" + of + "/steps/Train")
        .is(200)
        .json()
        .member("outputs")
        .isPresent();
  }

  @Test
  void what_shows_cached_metadata_is_in_the_audit_log() {
    api.post("/v1/runs/" + run + "/completion", "{\"status\": \"Succeeded\"}").is(200);
    assertThat(api.post(ONE + "/lookups", Bodies.step()).is(200).text("outcome")).isEqualTo("HIT");
    assertThat(latest().subject()).isEqualTo(run);
    assertThat(latest().operation()).isEqualTo("lookUp");
    assertThat(latest().permission()).isEqualTo(Permission.RUN_PIPELINE);

    api.get("/v1/executions/" + execution + "/steps/Train/log").is(200);
    assertThat(latest().subject()).isEqualTo(execution + "/Train");
    assertThat(latest().permission()).isEqualTo(Permission.LOGS);
  }

  private AuditEntry latest() {
    try (Stream<AuditEntry> entries = service.store().accessBook().audit()) {
      return entries.findFirst().orElseThrow();
    }
  }

  @Test
  void a_run_that_names_an_execution_opens_no_log_of_another_pipeline() {
    service.grant("mine", Permission.values());
    api.put("/v1/pipelines/mine", Bodies.definition()).is(201);
    api.post("/v1/pipelines/mine/runs", Bodies.step("\"execution\": \"%s\"".formatted(execution)))
        .is(422);
  }
}

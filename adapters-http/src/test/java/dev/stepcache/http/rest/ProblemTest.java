package dev.stepcache.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** H2: whatever is wrong with a request is a problem of RFC 9457, with the places of the faults. */
class ProblemTest extends OverTheWire {
  private static final String LOOKUPS = "/v1/pipelines/p/lookups";

  @Test
  void json_that_is_none_is_refused_with_line_and_column_and_place() {
    Api.Got refused = api.post(LOOKUPS, "{\"step\":\n  {\"Name\": nope}}").is(400);
    assertThat(refused.header("Content-Type")).contains("application/problem+json");
    assertThat(refused.text("detail")).contains("line 2, column");
    assertThat(refused.pointers()).containsExactly("/step/Name");
    api.post(LOOKUPS, "").is(400);
  }

  @Test
  void every_fault_of_a_step_is_told_with_its_place() {
    Api.Got refused =
        api.post(
                LOOKUPS,
                "{\"step\": {\"Name\": \"A\", \"Type\": \"Training\", \"CacheConfig\":"
                    + " {\"Enabled\": true, \"ExpireAfter\": \"30x\"}}, \"more\": 1}")
            .is(422);
    assertThat(refused.pointers())
        .contains("/more")
        .anySatisfy(pointer -> assertThat(pointer).startsWith("/step/"));
    assertThat(api.post(LOOKUPS, "{}").is(422).pointers()).containsExactly("/step");
    assertThat(api.post(LOOKUPS, "[]").is(422).pointers()).containsExactly("");
    assertThat(
            api.post("/v1/pipelines/p/runs", Bodies.step("\"twin\": \"both\"")).is(422).pointers())
        .containsExactly("/twin");
  }

  @Test
  void a_body_that_is_no_json_by_its_type_is_not_read() {
    api.exchange(
            api.request(LOOKUPS)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(Bodies.step())))
        .is(415);
    api.exchange(api.request(LOOKUPS).POST(BodyPublishers.ofString(Bodies.step()))).is(415);
    api.exchange(
            api.request(LOOKUPS)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(Bodies.step())))
        .is(200);
  }

  @Test
  void a_path_that_is_none_is_not_found_and_a_method_that_is_none_says_which_are() {
    api.get("/v1/nothing").is(404);
    api.get("/v1").is(404);
    api.get("/v1/pipelines/").is(400);
    assertThat(api.delete("/v1/pipelines").is(405).header("Allow")).contains("GET");
    assertThat(api.post("/v1/pipelines/p").is(405).header("Allow")).contains("DELETE, GET, PUT");
  }

  @Test
  void a_query_that_is_none_is_refused() {
    api.get("/v1/pipelines?limit=0").is(400);
    api.get("/v1/pipelines?limit=1001").is(400);
    api.get("/v1/pipelines?pages=1").is(400);
    api.get("/v1/pipelines/p/runs?signature=abc").is(400);
    api.get("/v1/pipelines/" + "x".repeat(257)).is(400);
    api.get("/v1/executions/" + "x".repeat(65)).is(400);
  }

  @Test
  void what_is_not_there_is_not_found() {
    api.get("/v1/pipelines/p").is(404);
    api.delete("/v1/pipelines/p").is(404);
    api.get("/v1/pipelines/p/runs").is(404);
    api.get("/v1/pipelines/p/executions").is(404);
    api.get("/v1/executions/nope").is(404);
    api.get("/v1/executions/nope/events").is(404);
    api.get("/v1/runs/nope").is(404);
    api.post("/v1/runs/nope/completion", "{\"status\": \"Failed\"}").is(404);
    api.post("/v1/pipelines/p/refresh").is(404);
  }

  @Test
  void a_definition_is_checked_with_the_document_of_check() {
    Api.Got valid = api.post("/v1/check", Bodies.DEFINITION).is(200);
    assertThat(valid.json().member("valid")).hasToString("Optional[BooleanValue[value=true]]");
    Api.Got none = api.post("/v1/check", "{\"Steps\": 1}").is(200);
    assertThat(none.list("problems")).isNotEmpty();
  }

  @Test
  void a_history_that_is_away_is_said_to_be() {
    service.store().close();
    Api.Got refused = api.get("/v1/pipelines/p").is(503);
    assertThat(refused.header("Retry-After")).isPresent();
  }
}

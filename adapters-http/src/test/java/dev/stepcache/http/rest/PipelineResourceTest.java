package dev.stepcache.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** H2: pipelines are created, changed, read and ended; a change that was overtaken is refused. */
class PipelineResourceTest extends OverTheWire {
  private static final String ONE = "/v1/pipelines/churn";

  @Test
  void what_is_put_is_there() {
    Api.Got created =
        api.put(
                ONE,
                "{\"definition\": %s, \"displayName\": \"Churn\", \"maxParallel\": 3, \"tags\": {\"team\": \"a\"}}"
                    .formatted(Bodies.DEFINITION))
            .is(201);
    assertThat(created.header("Location")).contains(ONE);

    Api.Got got = api.get(ONE).is(200);
    assertThat(got.json()).isEqualTo(created.json());
    assertThat(got.text("displayName")).isEqualTo("Churn");
    assertThat(got.json().objectMember("tags").orElseThrow().textMember("team")).contains("a");
    assertThat(api.get("/v1/pipelines").list("pipelines")).hasSize(1);
  }

  @Test
  void the_same_put_again_makes_no_version_and_another_definition_makes_one() {
    api.put(ONE, Bodies.definition()).is(201);
    api.put(ONE, Bodies.definition()).is(200);
    assertThat(api.get(ONE + "/versions").is(200).list("versions")).hasSize(1);

    api.put(ONE, Bodies.wish("SAY", "hi")).is(200);
    assertThat(api.get(ONE + "/versions").is(200).list("versions")).hasSize(2);
    assertThat(api.get(ONE + "/definition").is(200).text()).contains("Only");
    assertThat(api.get(ONE + "/definition?version=1").is(200).text()).contains("Prepare");
    api.get(ONE + "/definition?version=3").is(404);
  }

  @Test
  void what_is_not_said_stays_and_tags_are_replaced() {
    api.put(
        ONE,
        "{\"definition\": %s, \"description\": \"d\", \"tags\": {\"a\": \"1\", \"b\": \"2\"}}"
            .formatted(Bodies.DEFINITION));
    Api.Got changed = api.put(ONE, "{\"displayName\": \"N\", \"tags\": {\"b\": 3}}").is(200);
    assertThat(changed.text("description")).isEqualTo("d");
    assertThat(changed.json().objectMember("tags").orElseThrow().members()).containsOnlyKeys("b");
  }

  @Test
  void a_definition_is_sent_as_it_was_given_and_once_to_who_keeps_it() {
    String text = "{ \"Version\": \"2020-12-01\",\n\"Steps\": [] }";
    api.put(ONE, "{\"definition\": \"%s\"}".formatted(escaped(text))).is(201);
    Api.Got got = api.get(ONE + "/definition").is(200);
    assertThat(got.text()).isEqualTo(text);
    api.exchange(
            api.request(ONE + "/definition")
                .header("If-None-Match", got.header("ETag").orElseThrow()))
        .is(304);
  }

  private static String escaped(String text) {
    return text.replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Test
  void a_change_of_a_state_that_is_no_longer_is_refused() {
    String first = api.put(ONE, Bodies.definition()).header("ETag").orElseThrow();
    String second =
        api.put(ONE, "{\"displayName\": \"A\"}", "If-Match", first)
            .is(200)
            .header("ETag")
            .orElseThrow();
    assertThat(second).isNotEqualTo(first);

    api.put(ONE, "{\"displayName\": \"B\"}", "If-Match", first).is(412);
    api.exchange(api.request(ONE).header("If-Match", first).DELETE()).is(412);
    assertThat(api.get(ONE).text("displayName")).isEqualTo("A");
    api.exchange(api.request(ONE).header("If-None-Match", second)).is(304);
  }

  @Test
  void who_wants_to_create_changes_nothing_and_who_wants_to_change_creates_nothing() {
    api.put(ONE, Bodies.definition(), "If-Match", "*").is(412);
    api.put(ONE, Bodies.definition(), "If-None-Match", "*").is(201);
    api.put(ONE, Bodies.definition(), "If-None-Match", "*").is(412);
  }

  @Test
  void one_created_again_under_its_name_is_another() {
    String tag = api.put(ONE, Bodies.definition()).header("ETag").orElseThrow();
    api.delete(ONE).is(204);
    api.get(ONE).is(404);
    api.put(ONE, Bodies.definition()).is(201);
    api.put(ONE, "{\"displayName\": \"B\"}", "If-Match", tag).is(412);
  }

  @Test
  void every_fault_of_a_definition_is_told_with_its_place() {
    Api.Got refused =
        api.put(
                ONE,
                """
                {"definition": {"Version": "2020-12-01", "Steps": [
                   {"Name": "A"}, {"Type": "Processing", "Arguments": {}}]},
                 "maxParallel": 3}\
                """)
            .is(422);
    assertThat(refused.pointers())
        .hasSizeGreaterThan(1)
        .allSatisfy(pointer -> assertThat(pointer).startsWith("/definition/Steps/"));
    assertThat(api.put(ONE, "{}").is(422).pointers()).containsExactly("/definition");
    assertThat(
            api.put(ONE, "{\"definition\": 1, \"maxParallel\": 0, \"x\": 1, \"tags\": {\"t\": []}}")
                .is(422)
                .pointers())
        .containsExactlyInAnyOrder("/definition", "/maxParallel", "/x", "/tags/t");
  }

  @Test
  void a_name_may_hold_any_character() {
    String path = "/v1/pipelines/" + Segments.encode("a/b ü+%");
    assertThat(api.put(path, Bodies.definition()).is(201).header("Location")).contains(path);
    assertThat(api.get(path).is(200).text("pipeline")).isEqualTo("a/b ü+%");
    api.get(path + "/versions").is(200);
  }

  @Test
  void pipelines_are_listed_page_by_page_and_so_are_those_that_nobody_registered() {
    for (String name : List.of("a", "b", "c", "d")) {
      api.put("/v1/pipelines/" + name, Bodies.definition()).is(201);
    }
    api.post("/v1/pipelines/e/runs", Bodies.step()).is(201);
    List<String> seen = new ArrayList<>();
    String more = "";
    while (true) {
      Api.Got page = api.get("/v1/pipelines?limit=2" + more).is(200);
      page.list("pipelines").forEach(one -> seen.add(one.textMember("pipeline").orElseThrow()));
      if (page.json().member("next").isEmpty()) {
        break;
      }
      more = "&cursor=" + page.text("next");
    }
    assertThat(seen).containsExactly("a", "b", "c", "d", "e");
    api.get("/v1/pipelines/e").is(200);
    api.get("/v1/pipelines/e/definition").is(404);
  }

  @Test
  void a_cursor_is_of_one_list_alone() {
    for (int i = 0; i < 2; i++) {
      api.post("/v1/pipelines/p/runs", Bodies.step()).is(201);
      api.post("/v1/pipelines/q/runs", Bodies.step()).is(201);
    }
    String cursor = api.get("/v1/pipelines/p/runs?limit=1").text("next");
    api.get("/v1/pipelines/p/runs?limit=1&cursor=" + cursor).is(200);
    api.get("/v1/pipelines/q/runs?limit=1&cursor=" + cursor).is(400);
    api.get("/v1/pipelines/p/runs?limit=1&cursor=AAAA").is(400);
    api.get("/v1/pipelines/p/runs?limit=1&cursor=%20").is(400);
  }
}

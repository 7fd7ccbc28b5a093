package dev.stepcache.http.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.service.Pipelines;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.PipelineName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** H2: runs that others make are decided and registered as one, and completed. */
class BeginTest extends OverTheWire {
  private static final String RUNS = "/v1/pipelines/p/runs";

  @Test
  void what_was_begun_and_completed_is_handed_on_to_who_begins_the_same() {
    Api.Got begun = api.post(RUNS, Bodies.step()).is(201);
    String run = begun.text("run");
    assertThat(begun.header("Location")).contains("/v1/runs/" + run);
    assertThat(decision(begun).textMember("reason")).contains("NO_PREVIOUS_RUN");

    api.post(completion(run), "{\"status\": \"Succeeded\", \"outputs\": {\"API_TOKEN\": \"hush\"}}")
        .is(200);

    Api.Got hit = api.post(RUNS, Bodies.step()).is(200);
    assertThat(decision(hit).objectMember("source").orElseThrow().textMember("run")).contains(run);
    assertThat(hit.json().objectMember("outputs").orElseThrow().textMember("API_TOKEN"))
        .contains("hush");
  }

  @Test
  void a_lookup_registers_nothing_and_shows_no_secret() {
    String run = begun();
    api.post(
        completion(run), "{\"status\": \"Succeeded\", \"outputs\": {\"API_TOKEN\": \"hush\"}}");

    Api.Got hit = api.post("/v1/pipelines/p/lookups", Bodies.step()).is(200);

    assertThat(hit.text("outcome")).isEqualTo("HIT");
    assertThat(hit.text()).doesNotContain("hush").contains("hmac:");
    assertThat(api.get(RUNS).is(200).list("runs")).hasSize(1);
    assertThat(api.get("/v1/runs/" + run).is(200).text()).doesNotContain("hush");
  }

  @Test
  void a_pipeline_that_nobody_knows_yet_has_nothing_to_reuse() {
    assertThat(api.post("/v1/pipelines/new/lookups", Bodies.step()).is(200).text("reason"))
        .isEqualTo("NO_PREVIOUS_RUN");
  }

  @Test
  void a_pipeline_that_was_ended_by_others_since_it_was_seen_has_nothing_to_reuse() {
    completed(begun());
    assertThat(lookUp().text("outcome")).isEqualTo("HIT");
    RunHistory others = service.useCases().history();

    others.deletePipeline(
        others.findPipeline(new PipelineName("p")).orElseThrow().id(), Instant.now());
    assertThat(lookUp().text("reason")).isEqualTo("NO_PREVIOUS_RUN");

    String run = begun();
    assertThat(lookUp().text("reason")).isEqualTo("IN_PROGRESS");
    completed(run);
    assertThat(lookUp().json().objectMember("source").orElseThrow().textMember("run"))
        .contains(run);
  }

  private Api.Got lookUp() {
    return api.post("/v1/pipelines/p/lookups", Bodies.step()).is(200);
  }

  private void completed(String run) {
    api.post(completion(run), "{\"status\": \"Succeeded\"}").is(200);
  }

  @Test
  void a_twin_that_goes_on_is_run_beside_or_answered() {
    String first = begun();
    assertThat(begun()).isNotEqualTo(first);

    Api.Got answered = api.post(RUNS, Bodies.step("\"twin\": \"answer\"")).is(200);
    assertThat(answered.json().member("run")).isEmpty();
    assertThat(answered.json().textMember("twin")).isPresent();
    assertThat(api.get(RUNS).list("runs")).hasSize(2);
  }

  @Test
  void of_many_who_begin_at_once_and_want_a_twin_answered_one_registers() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Api.Got>> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        calls.add(() -> api.post(RUNS, Bodies.step("\"twin\": \"answer\"")));
      }
      List<String> registered = new ArrayList<>();
      List<String> answered = new ArrayList<>();
      for (Future<Api.Got> call : threads.invokeAll(calls)) {
        ObjectValue got = call.get().json();
        got.textMember("run").ifPresent(registered::add);
        got.textMember("twin").ifPresent(answered::add);
      }
      assertThat(registered).hasSize(1);
      assertThat(answered).hasSize(63).containsOnly(registered.get(0));
    }
  }

  @Test
  void the_same_end_may_be_told_again_and_another_is_a_conflict() {
    String run = begun();
    String end = "{\"status\": \"Failed\", \"reason\": \"no space left\"}";
    String completedAt = api.post(completion(run), end).is(200).text("completedAt");
    assertThat(api.post(completion(run), end).is(200).text("completedAt")).isEqualTo(completedAt);

    api.post(completion(run), "{\"status\": \"Failed\", \"reason\": \"another\"}").is(409);
    api.post(completion(run), "{\"status\": \"Succeeded\"}").is(409);
    api.post(
            completion(run),
            "{\"status\": \"Failed\", \"reason\": \"no space left\", \"completedAt\":"
                + " \"2035-01-01T00:00:00Z\"}")
        .is(409);
    assertThat(api.get("/v1/runs/" + run).text("reason")).isEqualTo("no space left");
  }

  @Test
  void an_end_before_the_start_is_refused_with_its_place() {
    Api.Got refused =
        api.post(
                completion(begun()),
                "{\"status\": \"Succeeded\", \"completedAt\": \"1999-01-01T00:00:00Z\"}")
            .is(422);
    assertThat(refused.pointers()).containsExactly("/completedAt");
  }

  @Test
  void a_success_hands_on_no_reason_and_a_failure_no_outputs() {
    String run = begun();
    assertThat(
            api.post(completion(run), "{\"status\": \"Succeeded\", \"reason\": \"r\"}")
                .is(422)
                .pointers())
        .containsExactly("/reason");
    assertThat(
            api.post(completion(run), "{\"status\": \"Failed\", \"outputs\": {}}")
                .is(422)
                .pointers())
        .containsExactly("/outputs");
    assertThat(api.post(completion(run), "{}").is(422).pointers()).containsExactly("/status");
  }

  @Test
  void a_type_that_always_runs_is_bypassed_and_not_registered() {
    Api.Got got =
        api.post(RUNS, "{\"step\": {\"Name\": \"L\", \"Type\": \"Lambda\", \"Arguments\": {}}}")
            .is(200);
    assertThat(decision(got).textMember("reason")).contains("STEP_TYPE_NOT_CACHEABLE");
    assertThat(got.json().members()).containsOnlyKeys("decision");
  }

  @Test
  void a_retracted_run_is_not_reused_and_what_reused_it_is_named() {
    String run = begun();
    api.post(completion(run), "{\"status\": \"Succeeded\"}").is(200);
    Api.Got retracted =
        api.post("/v1/runs/" + run + "/retraction", "{\"why\": \"wrong data\"}").is(200);
    assertThat(retracted.list("consumers")).isEmpty();

    Api.Got decision = api.post("/v1/pipelines/p/lookups", Bodies.step());
    assertThat(decision.text("reason")).isEqualTo("RETRACTED");
    assertThat(decision.text("message")).contains("wrong data");
  }

  @Test
  void nothing_that_started_before_a_refresh_is_reused() {
    api.post(completion(begun()), "{\"status\": \"Succeeded\"}").is(200);
    Api.pause();
    assertThat(api.post("/v1/pipelines/p/refresh").is(200).text("pipeline")).isEqualTo("p");
    assertThat(api.post("/v1/pipelines/p/lookups", Bodies.step()).text("outcome"))
        .isEqualTo("MISS");
  }

  @Test
  void a_run_joins_no_execution_of_another_pipeline() {
    api.put("/v1/pipelines/other", Bodies.definition()).is(201);
    String execution = api.post("/v1/pipelines/other/executions", "{}").is(201).text("execution");

    Api.Got refused =
        api.post(RUNS, Bodies.step("\"execution\": \"%s\"".formatted(execution))).is(422);

    assertThat(refused.pointers()).containsExactly("/execution");
    api.post(RUNS, Bodies.step("\"execution\": \"of-another-system\"")).is(201);
    api.ended(execution);
  }

  @Test
  void runs_are_listed_page_by_page_and_by_step_and_signature() {
    for (int i = 0; i < 5; i++) {
      begun();
    }
    List<String> seen = new ArrayList<>();
    Api.Got page = api.get(RUNS + "?limit=2&step=Train");
    page.list("runs").forEach(run -> seen.add(run.textMember("run").orElseThrow()));
    while (page.json().member("next").isPresent()) {
      page = api.get(RUNS + "?limit=2&step=Train&cursor=" + page.text("next")).is(200);
      page.list("runs").forEach(run -> seen.add(run.textMember("run").orElseThrow()));
    }
    assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    assertThat(api.get(RUNS + "?step=Other").list("runs")).isEmpty();

    String signature = api.post("/v1/signature", Bodies.step()).is(200).text("signature");
    assertThat(api.get(RUNS + "?signature=" + signature).list("runs")).hasSize(5);
    assertThat(api.get(RUNS + "?signature=" + "0".repeat(64)).list("runs")).isEmpty();
  }

  /** H5: what many machines serve reads no file of one. */
  @Test
  void a_file_of_one_machine_is_refused_with_its_place_where_several_serve() {
    Pipelines ofSeveral =
        new Pipelines(
            service.store().history(),
            service.store().catalog(),
            service.useCases().objects(),
            false,
            service.store().history().clock());
    String sent = Bodies.step().replace("image:1", "file:///etc/passwd");
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> new Steps(ofSeveral).read(Body.of(JsonReader.readOwn(sent))))
        .satisfies(refused ->
            assertThat(refused.problem().errors())
                .extracting(Fault::pointer)
                .containsExactly("/step/Arguments/AlgorithmSpecification/TrainingImage"));
  }

  private String begun() {
    return api.post(RUNS, Bodies.step()).is(201).text("run");
  }

  private static String completion(String run) {
    return "/v1/runs/" + run + "/completion";
  }

  private static ObjectValue decision(Api.Got got) {
    return got.json().objectMember("decision").orElseThrow();
  }
}

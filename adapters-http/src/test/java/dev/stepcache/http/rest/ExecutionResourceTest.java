package dev.stepcache.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** H2: executions are started, followed, explained, stopped and retried. */
class ExecutionResourceTest extends OverTheWire {
  private static final String ONE = "/v1/pipelines/churn";
  private static final String START = ONE + "/executions";

  @Test
  void the_second_execution_reuses_what_the_first_has_done() {
    api.put(ONE, Bodies.definition());
    Api.Got first = api.post(START, "{\"displayName\": \"first\"}").is(201);
    assertThat(first.header("Location")).contains("/v1/executions/" + first.text("execution"));
    assertThat(api.ended(first.text("execution")).text("status")).isEqualTo("Succeeded");

    String second = api.post(START, "{}").is(201).text("execution");
    assertThat(api.ended(second).text("status")).isEqualTo("Succeeded");

    assertThat(service.runner().ran()).containsExactly("Prepare", "Train");
    Api.Got explained = api.get("/v1/executions/" + second + "/explain").is(200);
    assertThat(explained.list("steps"))
        .allSatisfy(step -> assertThat(outcome(step)).isEqualTo("HIT"));
    assertThat(api.get("/v1/executions/" + second + "/steps").is(200).list("steps"))
        .allSatisfy(step -> assertThat(step.textMember("source")).isPresent());
    assertThat(
            api.get("/v1/executions/" + second + "/steps/Train").is(200).json().member("outputs"))
        .isPresent();
    assertThat(api.get("/v1/executions/" + second + "/steps/Prepare/log").is(200).text())
        .isEqualTo("preparing\n");
    api.get("/v1/executions/" + second + "/steps/None").is(404);
    api.get("/v1/executions/" + second + "/steps/None/log").is(404);
  }

  private static String outcome(ObjectValue step) {
    return step.objectMember("decision").orElseThrow().textMember("outcome").orElseThrow();
  }

  @Test
  void parameters_are_read_by_their_types_and_shown_without_secrets() {
    api.put(ONE, Bodies.definition());
    Api.Got started =
        api.post(START, "{\"parameters\": {\"Eta\": 0.2, \"Password\": \"hush hush\"}}").is(201);
    assertThat(started.text()).doesNotContain("hush");
    api.ended(started.text("execution"));

    Api.Got refused = api.post(START, "{\"parameters\": {\"Eta\": \"much\", \"Nope\": 1}}").is(422);
    assertThat(refused.list("errors")).hasSize(2);
    assertThat(refused.pointers()).containsOnly("/parameters");
    assertThat(
            api.post(START, "{\"select\": [1], \"inFlight\": \"x\", \"reuse\": 1, \"extra\": 1}")
                .is(422)
                .pointers())
        .containsExactlyInAnyOrder("/select", "/inFlight", "/reuse", "/extra");
    api.post(START, "{\"version\": 7}").is(404);
    api.post("/v1/pipelines/none/executions", "{}").is(404);
  }

  @Test
  void a_plan_says_what_would_be_reused_and_starts_nothing() {
    api.put(ONE, Bodies.definition());
    api.ended(api.post(START, "{}").text("execution"));
    Api.Got plan = api.post(ONE + "/plan", "{\"parameters\": {\"Eta\": \"0.3\"}}").is(200);
    assertThat(plan.list("steps").stream().map(ExecutionResourceTest::outcome))
        .containsExactly("HIT", "MISS");
    assertThat(api.post(ONE + "/plan").is(200).list("steps")).hasSize(2);
    assertThat(api.get(START).list("executions")).hasSize(1);
  }

  @Test
  void an_execution_is_stopped_and_then_retried() {
    api.put(ONE, Bodies.wish("MILLIS", "60000"));
    String execution = api.post(START, "{}").text("execution");
    api.post("/v1/executions/" + execution + "/retry").is(409);
    api.post("/v1/executions/" + execution + "/stop").is(202);
    assertThat(api.ended(execution).text("status")).isEqualTo("Stopped");
    api.post("/v1/executions/" + execution + "/stop").is(409);

    Api.Got retried =
        api.post("/v1/executions/" + execution + "/retry", "{\"maxParallel\": 2}").is(202);
    assertThat(retried.json().member("retries")).hasToString("Optional[NumberValue[number=1]]");
    api.post("/v1/executions/" + execution + "/stop").is(202);
    api.ended(execution);
  }

  @Test
  void one_that_goes_on_is_amended() {
    api.put(ONE, Bodies.wish("FAIL", "out of luck"));
    String execution = api.post(START, "{}").text("execution");
    Api.Got amended =
        api.patch("/v1/executions/" + execution, "{\"displayName\": \"n\", \"maxParallel\": 9}")
            .is(200);
    assertThat(amended.text("displayName")).isEqualTo("n");
    Api.Got ended = api.ended(execution);
    assertThat(ended.text("status")).isEqualTo("Failed");
    assertThat(ended.text("failureReason")).contains("out of luck");
    assertThat(ended.text("displayName")).isEqualTo("n");
  }

  @Test
  void under_one_key_one_execution_is_started_however_often_that_is_asked_for() throws Exception {
    api.put(ONE, Bodies.definition());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> started =
          Stream.generate(() -> threads.submit(() -> keyed("k", "{}").is(201).text("execution")))
              .limit(16)
              .toList();
      String one = started.get(0).get();
      for (Future<String> other : started) {
        assertThat(other.get()).isEqualTo(one);
      }
      api.ended(one);
    }
    assertThat(api.get(START).list("executions")).hasSize(1);
    keyed("k", "{\"displayName\": \"another\"}").is(422);
    api.ended(keyed("other", "{}").is(201).text("execution"));
    assertThat(api.get(START).list("executions")).hasSize(2);
  }

  private Api.Got keyed(String key, String body) {
    return api.exchange(
        api.request(START)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void what_happens_is_told_until_the_end_and_told_on_from_where_another_left_off()
      throws Exception {
    api.put(ONE, Bodies.definition());
    String execution = api.post(START, "{}").text("execution");

    List<String> events = events(execution, "");
    assertThat(named(events))
        .containsExactly("step-began", "step-ended", "step-began", "step-ended", "execution-ended");
    assertThat(named(events(execution, id(events.get(1)))))
        .containsExactly("step-began", "step-ended", "execution-ended");
    assertThat(named(events(execution, id(events.get(3))))).containsExactly("execution-ended");
    assertThat(named(events(execution, "made up"))).hasSize(5);

    api.described().checkSchema("StepBegan", data(events.get(0)));
    api.described().checkSchema("StepEnded", data(events.get(1)));
    api.described().checkSchema("ExecutionEnded", data(events.get(4)));
    assertThat(data(events.get(1))).contains("NO_PREVIOUS_RUN");
  }

  private List<String> events(String execution, String last) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = api.request("/v1/executions/" + execution + "/events");
      if (!last.isEmpty()) {
        request.header("Last-Event-ID", last);
      }
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      return Stream.of(answer.body().split("\n\n", -1))
          .filter(block -> block.startsWith("event:"))
          .toList();
    }
  }

  private static List<String> named(List<String> events) {
    return events.stream().map(event -> field(event, "event")).toList();
  }

  private static String id(String event) {
    return field(event, "id");
  }

  private static String data(String event) {
    return field(event, "data");
  }

  private static String field(String event, String name) {
    return event
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void savings_and_days_count_what_was_reused() {
    api.put(ONE, Bodies.definition());
    api.ended(api.post(START, "{}").text("execution"));
    api.ended(api.post(START, "{}").text("execution"));

    Api.Got savings = api.get("/v1/savings?pipeline=churn&within=1d").is(200);
    assertThat(savings.list("steps")).hasSize(2);
    assertThat(api.get("/v1/savings").is(200).json()).isEqualTo(savings.json());
    assertThat(api.get("/v1/days").is(200).list("days")).isNotEmpty();
    api.get("/v1/savings?within=soon").is(400);
    api.get("/v1/savings?pipeline=none").is(404);
  }

  @Test
  void a_step_that_waits_for_a_callback_is_told_its_end() {
    api.put(
            ONE,
            """
            {"definition": {"Version": "2020-12-01", "Steps": [
              {"Name": "Ask", "Type": "Callback", "SqsQueueUrl": "https://sqs/q",
               "Arguments": {}, "OutputParameters": [{"OutputName": "x", "OutputType": "String"}]}]}}\
            """)
        .is(201);
    String execution = api.post(START, "{}").is(201).text("execution");
    List<ObjectValue> open = List.of();
    for (int i = 0; i < 200 && open.isEmpty(); i++) {
      Api.pause();
      open = api.get("/v1/callbacks").is(200).list("callbacks");
    }
    String token = open.get(0).textMember("token").orElseThrow();
    api.post("/v1/callbacks/" + token, "{\"outputs\": {\"x\": 1}, \"failed\": \"f\"}").is(422);
    api.post("/v1/callbacks/" + token, "{\"outputs\": {\"x\": 1}}").is(200);
    api.post("/v1/callbacks/" + token, "{\"failed\": \"too late\"}").is(409);
    api.post("/v1/callbacks/none", "{}").is(404);
    assertThat(api.ended(execution).text("status")).isEqualTo("Succeeded");
    assertThat(service.log()).contains("/v1/callbacks/{token}").doesNotContain(token);
  }
}

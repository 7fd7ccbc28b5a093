package dev.stepcache.http.page;

import static dev.stepcache.http.page.Pipelines.definition;
import static dev.stepcache.http.page.Pipelines.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.http.TestService;
import dev.stepcache.http.page.Pipelines.Going;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages for people, as they are sent. */
class PageTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'& ../x";

  @TempDir Path folder;
  private TestService service;
  private Visitor visitor;

  @BeforeEach
  void start() {
    service = TestService.in(folder);
    visitor = Visitor.of(service.address());
  }

  @AfterEach
  void end() {
    visitor.close();
    service.close();
  }

  @Test
  void the_first_page_has_each_pipeline_with_its_latest_execution_hit_rate_and_time_saved()
      throws Exception {
    Pipelines.run(service, "churn", definition(step("prepare", "0.1", 1_100)));
    ExecutionId latest = Pipelines.run(service, "churn", definition(step("prepare", "0.1", 1_100)));
    assertThat(visitor.read("/"))
        .contains(
            "No execution goes on.", ">churn<", Address.of(latest), "Succeeded", "50 % (1 of 2)")
        .containsPattern("<td>[1-9]\\.\\d s</td>");
  }

  @Test
  void an_execution_that_goes_on_is_on_the_first_page() throws Exception {
    Going going = Pipelines.begin(service, "churn", definition(step("prepare", "0.1", 60_000)));
    try {
      assertThat(visitor.read("/")).contains("Executions going on", Address.of(going.id()));
    } finally {
      going.stop();
    }
  }

  @Test
  void a_pipeline_lists_its_executions_latest_first_fifty_at_a_time() throws Exception {
    for (int i = 0; i < 52; i++) {
      Pipelines.run(service, "churn", definition());
    }
    String first = visitor.read("/pipelines/churn");
    assertThat(first.split("href=\"/executions/", -1)).hasSize(51);
    String rest = first.replaceAll("(?s).*href=\"(/pipelines/churn\\?after=[^\"]*)\".*", "$1");
    assertThat(visitor.read(rest.replace("&amp;", "&")).split("href=\"/executions/", -1))
        .hasSize(3);
  }

  @Test
  void a_pipeline_shows_hits_runs_and_time_saved_by_day_as_a_plot_and_as_a_table()
      throws Exception {
    Pipelines.run(service, "churn", definition(step("prepare", "0.1", 1_100)));
    Pipelines.run(service, "churn", definition(step("prepare", "0.1", 1_100)));
    assertThat(visitor.read("/pipelines/churn"))
        .contains("role=\"img\"")
        .containsPattern(": 1 hit, 1 run, [1-9]\\.\\d s saved</title>")
        .containsPattern("<td>1</td><td>1</td><td>[1-9]\\.\\d s</td>")
        .contains("What reuse saved and runs took, by step");
  }

  @Test
  void an_execution_marks_every_step_by_a_word_in_the_graph_and_in_the_table() throws Exception {
    String page = visitor.read(Address.of(Pipelines.ofAllMarks(service, "abalone")));
    for (Mark mark : Mark.values()) {
      if (mark != Mark.NOT_STARTED) {
        assertThat(page).contains(": " + mark.word() + "\"", " " + mark.word() + "</span>");
      }
    }
    assertThat(page)
        .contains("Register, Processing: stopped", "Retrain, Processing: branch not taken");
  }

  @Test
  void what_did_not_start_before_the_end_is_told_from_what_waits() throws Exception {
    String failing =
        step("prepare", "0.1", 0).replace("\"ETA\"", "\"FAIL\": \"AlgorithmError: why\", \"ETA\"");
    ExecutionId failed =
        Pipelines.run(service, "churn", definition(failing, step("train", "0.1", 0, "prepare")));
    assertThat(visitor.read(Address.of(failed)))
        .contains("train, Processing: not started", "prepare, Processing: failed")
        .contains("AlgorithmError: why");
  }

  @Test
  void a_graph_of_many_steps_is_a_table_only_and_says_so() throws Exception {
    String many =
        IntStream.range(0, 2_000)
            .mapToObj(i ->
                "{\"Name\": \"s%d\", \"Type\": \"Fail\", \"DependsOn\": [%s]}"
                    .formatted(i, i == 0 ? "" : "\"s" + (i - 1) + "\""))
            .collect(Collectors.joining(","));
    String page = visitor.read(Address.of(Pipelines.run(service, "wide", definition(many))));
    assertThat(page).contains("these 2000 are in the table only", ">s1999<").doesNotContain("<svg");
  }

  @Test
  void a_step_that_ran_anew_shows_what_changed_before_and_after_side_by_side() throws Exception {
    Pipelines.run(service, "churn", definition(step("train", "0.1", 0)));
    ExecutionId other = Pipelines.run(service, "churn", definition(step("train", "0.2", 0)));
    assertThat(visitor.read(Address.of(other, new StepName("train"))))
        .contains("MISS ATTRIBUTES_CHANGED", "/Arguments/Environment/ETA")
        .contains("<td><pre>&quot;0.1&quot;</pre></td><td><pre>&quot;0.2&quot;</pre></td>");
  }

  @Test
  void secrets_are_shown_as_digests_everywhere() throws Exception {
    Pipelines.run(service, "churn", definition(step("train", "0.1", 0)));
    ExecutionId other = Pipelines.run(service, "churn", definition(step("train", "0.2", 0)));
    ExecutionId third = Pipelines.run(service, "churn", definition(step("train", "0.2", 0)));
    ExecutionId all = Pipelines.ofAllMarks(service, "abalone");
    for (String path :
        new String[] {
          Address.of(other, new StepName("train")),
          Address.of(third, new StepName("train")),
          Address.of(all)
        }) {
      assertThat(visitor.read(path)).contains("hmac:").doesNotContain("hush");
    }
  }

  @Test
  void a_hit_leads_to_the_execution_that_did_the_work_and_to_what_it_printed() throws Exception {
    ExecutionId worked = Pipelines.run(service, "churn", definition(step("train", "0.1", 0)));
    ExecutionId reused = Pipelines.run(service, "churn", definition(step("train", "0.1", 0)));
    String step = Address.of(reused, new StepName("train"));
    assertThat(visitor.read(step))
        .contains("HIT REUSED", "href=\"" + Address.of(worked) + "\"", "href=\"" + step + "/log\"");
    HttpResponse<String> log = visitor.open(step + "/log");
    assertThat(log.body()).isEqualTo("at work\n");
    assertThat(log.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
  }

  @Test
  void names_are_text_whatever_they_hold_and_lead_to_their_pages() throws Exception {
    for (String name : new String[] {HOSTILE, "..", "~", "a;b=c%2F+d?e#f", "\u202Eback"}) {
      String text = step(name, "0.1", 0);
      ExecutionId execution = Pipelines.run(service, name, definition(text));
      String home = visitor.read("/");
      String pipeline = Address.of(new PipelineName(name));
      assertThat(home).doesNotContain("<script>alert").contains("href=\"" + pipeline + "\"");
      assertThat(visitor.read(pipeline))
          .doesNotContain("<script>alert")
          .contains(Html.name(name).markup(), Address.of(execution));
      String step = Address.of(execution, new StepName(name));
      assertThat(visitor.read(Address.of(execution)))
          .doesNotContain("<script>alert")
          .contains("href=\"" + step + "\"");
      assertThat(visitor.open(step).statusCode()).as(name).isEqualTo(200);
      assertThat(visitor.read(step))
          .doesNotContain("<script>alert")
          .contains(Html.name("Step " + name).markup());
    }
  }

  @Test
  void what_is_not_there_is_a_page_that_says_so() throws Exception {
    ExecutionId known = Pipelines.run(service, "churn", definition(step("train", "0.1", 0)));
    for (String path :
        new String[] {
          "/pipelines/none",
          "/pipelines/",
          "/pipelines/a/b",
          "/executions/none",
          Address.of(known) + "/steps/none",
          Address.of(known) + "/steps/none/log",
          "/pipelines/~%",
          "/pipelines/~!!",
          "/page/none.css"
        }) {
      HttpResponse<String> answer = visitor.open(path.replace("~%", "~%25"));
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).contains("There is no such page", "<main");
    }
  }

  @Test
  void browsers_are_told_to_load_and_keep_nothing_else() throws Exception {
    for (String path : new String[] {"/", "/pipelines/none", StaticFile.LIVE.address()}) {
      var headers = visitor.open(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'self'");
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
    }
    assertThat(visitor.open("/").headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void a_page_that_has_not_changed_is_not_sent_again() throws Exception {
    String path = Address.of(Pipelines.run(service, "churn", definition(step("train", "0.1", 0))));
    String tag = visitor.open(path).headers().firstValue("ETag").orElseThrow();
    assertThat(visitor.open(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void only_an_execution_that_goes_on_is_looked_at_again() throws Exception {
    Going going = Pipelines.begin(service, "churn", definition(step("prepare", "0.1", 60_000)));
    String path = Address.of(going.id());
    assertThat(visitor.read(path))
        .contains("data-live", "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
    going.stop();
    assertThat(visitor.read(path)).doesNotContain("data-live", "refresh");
  }
}

package dev.stepcache.persistence.application;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.persistence.application.Bench.reasons;
import static dev.stepcache.persistence.application.Steps.after;
import static dev.stepcache.persistence.application.Steps.cached;
import static dev.stepcache.persistence.application.Steps.condition;
import static dev.stepcache.persistence.application.Steps.get;
import static dev.stepcache.persistence.application.Steps.outputOf;
import static dev.stepcache.persistence.application.Steps.processing;
import static dev.stepcache.persistence.application.Steps.processingTo;
import static dev.stepcache.persistence.application.Steps.reading;
import static dev.stepcache.persistence.application.Steps.step;
import static dev.stepcache.persistence.application.Steps.uncached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.persistence.memory.InMemoryRunHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A plan")
class PlannerTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void set_up() {
    SettableClock clock = new SettableClock();
    bench = new Bench(folder, clock, new InMemoryRunHistory(clock));
  }

  @AfterEach
  void clear_up() {
    bench.close();
  }

  @Test
  @DisplayName("says of every step what an execution would decide, and keeps and runs nothing")
  void says_what_an_execution_would_decide() {
    Order order = chain("1");
    assertThat(reasons(bench.plan(order)))
        .containsExactly(entry("A", "NO_PREVIOUS_RUN"), entry("B", "UNKNOWN [A]"));
    assertThat(bench.history.pipelines()).isEmpty();
    bench.succeed(order);
    bench.jobs.ran();
    assertThat(reasons(bench.plan(order)))
        .containsExactly(entry("A", "REUSED"), entry("B", "REUSED"));
    assertThat(reasons(bench.plan(chain("2"))))
        .containsExactly(entry("A", "ATTRIBUTES_CHANGED"), entry("B", "UNKNOWN [A]"));
    assertThat(bench.jobs.ran()).isEmpty();
    assertThat(bench.runs("A")).hasSize(1);
  }

  @Test
  @DisplayName("says what a user's wishes make of it")
  void says_what_a_users_wishes_make_of_it() {
    bench.succeed(chain("1"));
    assertThat(reasons(bench.plan(chain("1").refreshing("B"))))
        .containsExactly(entry("A", "REUSED"), entry("B", "REFRESH_REQUESTED"));
    assertThat(reasons(bench.plan(chain("1").withoutReuse())))
        .containsExactly(entry("A", "CACHING_DISABLED"), entry("B", "UNKNOWN [A]"));
  }

  @Test
  @DisplayName("has the steps of the branch that would be taken, where that is known")
  void has_the_branch_that_would_be_taken() {
    Order order =
        Order.of(
            condition("C", "P", "yes", list(processing("A")), list(processing("B"))),
            after(processing("D"), "C"));
    assertThat(reasons(bench.plan(order.with("P", "no"))))
        .containsExactly(
            entry("C", "STEP_TYPE_NOT_CACHEABLE"),
            entry("B", "NO_PREVIOUS_RUN"),
            entry("D", "NO_PREVIOUS_RUN"));
  }

  @Test
  @DisplayName("has the steps of both branches where the Condition is open")
  void has_both_branches_where_the_condition_is_open() {
    ObjectValue open =
        step(
            "C",
            "Condition",
            "Conditions",
            list(
                object(
                    "Type",
                    "Equals",
                    "LeftValue",
                    get("Steps.L.OutputParameters['x']"),
                    "RightValue",
                    1)),
            "IfSteps",
            list(condition("Inner", "P", "yes", list(processing("A")), list())),
            "ElseSteps",
            list(processing("B")));
    assertThat(reasons(bench.plan(Order.of(step("L", "Lambda"), open).with("P", "yes"))))
        .containsExactly(
            entry("L", "STEP_TYPE_NOT_CACHEABLE"),
            entry("C", "UNKNOWN [L]"),
            entry("Inner", "UNKNOWN [C]"),
            entry("B", "UNKNOWN [C]"),
            entry("A", "UNKNOWN [Inner]"));
  }

  @Test
  @DisplayName("says why an execution would fail at a step")
  void says_why_an_execution_would_fail() {
    assertThat(
            reasons(
                bench.plan(
                    Order.of(
                            condition("C", "P", "yes", list(processing("A")), list()),
                            reading(processing("D"), outputOf("A")))
                        .with("P", "no"))))
        .containsEntry(
            "D",
            "IMPOSSIBLE step D: it reads from step A, which stands in a branch that is not taken");
  }

  @Test
  @DisplayName("X5: leaves open what reads where a step that must run writes")
  void leaves_open_what_reads_where_a_step_writes() throws IOException {
    Order order =
        Order.of(
            processingTo("s3://bucket/fixed", "A", "K", get("Parameters.P")),
            after(reading(processing("B"), "s3://bucket/fixed/result"), "A"),
            reading(processing("Unordered"), "s3://bucket/fixed/result"));
    bench.jobs.put("s3://bucket/fixed/result", "old");
    assertThat(reasons(bench.plan(order.with("P", "1"))))
        .containsOnly(
            entry("A", "NO_PREVIOUS_RUN"),
            entry("B", "UNKNOWN [A]"),
            entry("Unordered", "NO_PREVIOUS_RUN"));
    bench.succeed(order.with("P", "1"));
    assertThat(reasons(bench.plan(order.with("P", "1"))))
        .containsEntry("A", "REUSED")
        .containsEntry("B", "REUSED");
    assertThat(reasons(bench.plan(order.with("P", "2")))).containsEntry("B", "UNKNOWN [A]");
  }

  @Test
  @DisplayName("X5: leaves it open, too, where the writer's place is an expression not yet known")
  void leaves_it_open_where_the_writers_place_is_an_expression() {
    Order order =
        Order.of(
                processing("First", "K", get("Parameters.P")),
                reading(processingTo(get("Parameters.Place"), "Writer"), outputOf("First")),
                after(reading(processing("Reader"), "s3://bucket/place/result"), "Writer"))
            .with("Place", "s3://bucket/place");
    bench.succeed(order.with("P", "1"));
    assertThat(reasons(bench.plan(order.with("P", "1"))).values()).containsOnly("REUSED");
    assertThat(reasons(bench.plan(order.with("P", "2"))))
        .containsExactly(
            entry("First", "ATTRIBUTES_CHANGED"),
            entry("Writer", "UNKNOWN [First]"),
            entry("Reader", "UNKNOWN [Writer]"));
  }

  @Test
  @DisplayName("X5: leaves it open, too, where the writer's place is told by a step yet to run")
  void leaves_it_open_where_the_writers_place_is_told_by_a_step_yet_to_run() {
    Order order =
        Order.of(
            processing("First", "K", get("Parameters.P"), "To", "s3://bucket/place"),
            processingTo(get("Steps.First.Environment['To']"), "Writer"),
            after(reading(processing("Reader"), "s3://bucket/place/result"), "Writer"),
            reading(processing("Aside"), "s3://bucket/place/result"));
    bench.succeed(order.with("P", "1"));
    assertThat(reasons(bench.plan(order.with("P", "2"))))
        .containsEntry("Writer", "UNKNOWN [First]")
        .containsEntry("Reader", "UNKNOWN [Writer]")
        .hasEntrySatisfying("Aside", reason -> assertThat(reason).doesNotStartWith("UNKNOWN"));
  }

  @Test
  @DisplayName("X5: leaves open what reads a place that a step which must run changes itself")
  void leaves_open_what_reads_a_place_that_is_changed_in_place() {
    Order order =
        Order.of(
            reading(
                processingTo("s3://bucket/data", "A", "K", get("Parameters.P")),
                "s3://bucket/data"),
            after(reading(processing("B"), "s3://bucket/data"), "A"));
    bench.succeed(order.with("P", "1"));
    assertThat(reasons(bench.plan(order.with("P", "2")))).containsEntry("B", "UNKNOWN [A]");
  }

  @Test
  @DisplayName("X7: leaves open what wrote where a step that must run before it will write")
  void leaves_open_what_wrote_where_another_will_write() {
    Order order =
        Order.of(
            processingTo("s3://bucket/fixed", "A", "K", get("Parameters.P")),
            after(processingTo("s3://bucket/fixed", "B"), "A"));
    bench.succeed(order.with("P", "1"));
    assertThat(reasons(bench.plan(order.with("P", "2"))))
        .containsExactly(entry("A", "ATTRIBUTES_CHANGED"), entry("B", "UNKNOWN [A]"));
    assertThat(reasons(bench.succeed(order.with("P", "2"))))
        .containsExactly(entry("A", "ATTRIBUTES_CHANGED"), entry("B", "OUTPUTS_MISSING"));
  }

  @Test
  @DisplayName("X1: leaves open what reads a file that a step which must run writes")
  void leaves_open_what_reads_a_file_to_be_written() throws IOException {
    bench.jobs.put("s3://bucket/out/result", "{\"ready\": true}");
    ObjectValue c =
        step(
            "C",
            "Condition",
            "Conditions",
            list(
                object(
                    "Type",
                    "Equals",
                    "LeftValue",
                    object(
                        "Std:JsonGet", object("S3Uri", "s3://bucket/out/result", "Path", "ready")),
                    "RightValue",
                    true)),
            "IfSteps",
            list(processing("B")));
    assertThat(reasons(bench.plan(Order.of(c))))
        .containsOnlyKeys("C", "B")
        .containsEntry("B", "NO_PREVIOUS_RUN");
    assertThat(reasons(bench.plan(Order.of(processingTo("s3://bucket/out", "A"), after(c, "A")))))
        .containsOnly(
            entry("A", "NO_PREVIOUS_RUN"), entry("C", "UNKNOWN [A]"), entry("B", "UNKNOWN [C]"));
  }

  @Test
  @DisplayName("X5: leaves nothing open for the sake of content, where only places count")
  void leaves_nothing_open_where_only_places_count() {
    Order order =
        Order.of(
            processingTo("s3://bucket/fixed", "A", "K", get("Parameters.P")),
            after(reading(processing("B"), "s3://bucket/fixed"), "A"));
    try (Bench places = bench.byLocation()) {
      places.succeed(order.with("P", "1"));
      assertThat(reasons(places.plan(order.with("P", "2"))))
          .containsExactly(entry("A", "ATTRIBUTES_CHANGED"), entry("B", "REUSED"));
    }
    try (Bench simulating = bench.simulating()) {
      simulating.succeed(order.with("P", "1"));
      assertThat(reasons(simulating.plan(order.with("P", "2"))))
          .containsExactly(entry("A", "ATTRIBUTES_CHANGED"), entry("B", "REUSED"));
    }
  }

  @Test
  @DisplayName("says of an input that cannot be read why an execution would fail there")
  void says_that_an_input_cannot_be_read() throws IOException {
    bench.file("tree/file.txt", "content");
    Files.createSymbolicLink(folder.resolve("tree/link"), folder.resolve("gone.txt"));
    Order order = Order.of(reading(processing("A"), "file://./tree"));
    String why = reasons(bench.plan(order)).get("A");
    assertThat(why).startsWith("IMPOSSIBLE step A: file://./tree cannot be read");
    assertThat(bench.run(order).failureReason())
        .contains(String.valueOf(why).substring("IMPOSSIBLE ".length()));
  }

  @Test
  @DisplayName("X5: leaves open what reads a place that a step of any other type names")
  void leaves_open_what_reads_a_place_of_a_step_of_another_type() {
    Order order =
        Order.of(
            step("Fetch", "Lambda", "Target", "s3://bucket/fetched"),
            after(reading(processing("A"), "s3://bucket/fetched"), "Fetch"),
            after(reading(processing("B"), "s3://bucket/other"), "Fetch"));
    bench.jobs.let(
        "Fetch",
        job -> {
          bench.jobs.put("s3://bucket/fetched/file", bench.clock.instant().toString());
          return bench.jobs.usual(job);
        });
    bench.succeed(order);
    assertThat(reasons(bench.plan(order)))
        .containsOnly(
            entry("Fetch", "STEP_TYPE_NOT_CACHEABLE"),
            entry("A", "UNKNOWN [Fetch]"),
            entry("B", "REUSED"));
    assertThat(reasons(bench.succeed(order)))
        .containsEntry("A", "ATTRIBUTES_CHANGED")
        .containsEntry("B", "REUSED");
  }

  @Test
  @DisplayName("X3: knows the model that a Model step would make, before it is made")
  void knows_the_model_that_would_be_made() throws IOException {
    bench.file("model.tar.gz", "weights");
    for (String name : new @Nullable String[] {null, "given"}) {
      Order order = model(name, "file://./model.tar.gz", false);
      assertThat(reasons(bench.plan(order.with("Env", "1")))).containsKey("T");
      bench.succeed(order.with("Env", "1"));
      assertThat(reasons(bench.plan(order.with("Env", "1")))).containsEntry("T", "REUSED");
      assertThat(reasons(bench.plan(order.with("Env", "2"))))
          .as("a plan, not %s's stored model", name)
          .containsEntry("T", "ATTRIBUTES_CHANGED");
      assertThat(reasons(bench.succeed(order.with("Env", "2"))))
          .containsEntry("T", "ATTRIBUTES_CHANGED");
      assertThat(reasons(bench.plan(order.with("Env", "1")))).containsEntry("T", "REUSED");
    }
  }

  @Test
  @DisplayName("X3: leaves a model open whose files a step that must run writes")
  void leaves_a_model_open_whose_files_are_written() throws IOException {
    bench.jobs.put("s3://bucket/model/result", "old");
    Order order = model("given", "s3://bucket/model/result", true);
    assertThat(reasons(bench.plan(order.with("Env", "1"))))
        .containsOnly(
            entry("Writer", "NO_PREVIOUS_RUN"),
            entry("M", "UNKNOWN [Writer]"),
            entry("T", "UNKNOWN [M]"));
    bench.succeed(order.with("Env", "1"));
    assertThat(reasons(bench.plan(order.with("Env", "1")))).containsEntry("T", "REUSED");
  }

  @Test
  @DisplayName("X3: leaves open what reads from a Model step that a command does")
  void leaves_open_what_reads_from_a_model_made_by_a_command() throws IOException {
    bench.file("model.tar.gz", "weights");
    bench.jobs.setProgram("M", "a command");
    Order order = model(null, "file://./model.tar.gz", false).with("Env", "1");
    assertThat(reasons(bench.plan(order)))
        .containsOnly(entry("M", "STEP_TYPE_NOT_CACHEABLE"), entry("T", "UNKNOWN [M]"));
  }

  @Test
  @DisplayName("R9: leaves open what reads from a step that always runs")
  void leaves_open_what_reads_from_a_step_that_always_runs() {
    Order order = Order.of(uncached(processing("A")), reading(processing("B"), outputOf("A")));
    bench.succeed(order);
    assertThat(reasons(bench.plan(order)))
        .containsExactly(entry("A", "CACHING_DISABLED"), entry("B", "UNKNOWN [A]"));
  }

  private static Order chain(String parameter) {
    return Order.of(
            processing("A", "K", get("Parameters.P")), reading(processing("B"), outputOf("A")))
        .with("P", parameter);
  }

  private static Order model(@Nullable String name, String place, boolean written) {
    ObjectValue model =
        step(
            "M",
            "Model",
            "ModelName",
            name,
            "PrimaryContainer",
            object("ModelDataUrl", place, "Environment", object("Env", get("Parameters.Env"))));
    ObjectValue transform = cached(step("T", "Transform", "ModelName", get("Steps.M.ModelName")));
    return written
        ? Order.of(processingTo("s3://bucket/model", "Writer"), after(model, "Writer"), transform)
        : Order.of(model, transform);
  }
}

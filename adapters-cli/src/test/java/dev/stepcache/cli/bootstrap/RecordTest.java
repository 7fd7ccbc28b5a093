package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.NOON;
import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 7: record. */
class RecordTest {
  private static final String LATER = "2026-01-31T13:00:00Z";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private ObjectValue onlyRun() {
    var runs = shell.stepcache("history", "p", "--output", "json").json().itemsOf("runs");
    assertThat(runs).hasSize(1);
    return (ObjectValue) runs.getFirst();
  }

  private Shell.Answer record(String... more) {
    return shell.at(NOON, joined(new String[] {"record", "--pipeline", "p", "step.json"}, more));
  }

  private Shell.Answer complete(String run, String... more) {
    return shell.at(LATER, joined(new String[] {"record", "--run", run}, more));
  }

  private static String[] joined(String[] some, String[] more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  @Test
  void it_prints_the_run() {
    Shell.Answer answer = record("--status", "Succeeded");

    assertThat(answer.exitCode()).isZero();
    assertThat(textOf(onlyRun(), "run")).isEqualTo(answer.text());
    assertThat(answer.out()).endsWith("\n").hasLineCount(1);
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void as_json_it_is_a_document() {
    Shell.Answer answer = record("--status", "Failed", "--output", "json");

    assertThat(answer.json())
        .isEqualTo(Shell.json("{\"run\": \"" + textOf(onlyRun(), "run") + "\"}"));
  }

  @Test
  void a_success_hands_on_the_arguments_unless_it_has_outputs() {
    record("--status", "Succeeded");
    assertThat(textOf(shell.lookup(LATER), "source", "outputs", "OutputDataConfig", "S3OutputPath"))
        .isEqualTo("s3://bucket/out");

    shell.write("outputs.json", "{\"model\": \"m\"}");
    shell.recorded("2026-01-31T12:30:00Z", "--outputs", "outputs.json");
    assertThat(shell.lookup(LATER).objectMember("source").orElseThrow().objectMember("outputs"))
        .contains(Shell.json("{\"model\": \"m\"}"));
  }

  @Test
  void outputs_may_come_from_standard_input_and_be_any_document() {
    shell.type("[1, null, \"x\"]");
    record("--status", "Succeeded", "--outputs", "-");

    assertThat(shell.lookup(LATER).objectMember("source").orElseThrow().member("outputs"))
        .hasToString(
            "Optional[" + Shell.json("{\"o\": [1, null, \"x\"]}").members().get("o") + "]");
  }

  @Test
  void times_and_execution_are_as_given() {
    record(
        "--status",
        "Succeeded",
        "--started-at",
        "2026-01-30T10:00:00+01:00",
        "--completed-at",
        "2026-01-30T10:00:00.5Z",
        "--execution",
        "a run, elsewhere");
    ObjectValue run = onlyRun();

    assertThat(textOf(run, "startedAt")).isEqualTo("2026-01-30T09:00:00.000Z");
    assertThat(textOf(run, "completedAt")).isEqualTo("2026-01-30T10:00:00.500Z");
    assertThat(textOf(run, "execution")).isEqualTo("a run, elsewhere");
  }

  @Test
  void a_run_that_is_only_said_to_have_completed_started_then() {
    record("--status", "Failed", "--completed-at", "2026-01-01T00:00:00Z");

    assertThat(textOf(onlyRun(), "startedAt")).isEqualTo("2026-01-01T00:00:00.000Z");
    assertThat(textOf(onlyRun(), "completedAt")).isEqualTo("2026-01-01T00:00:00.000Z");
  }

  @Test
  void R13_a_run_completed_in_the_future_counts_from_then_on() {
    record("--status", "Succeeded", "--started-at", NOON, "--completed-at", "2026-01-31T14:00:00Z");

    assertThat(textOf(shell.lookup(LATER), "reason")).isEqualTo("IN_PROGRESS");
    assertThat(textOf(shell.lookup("2026-01-31T14:00:00Z"), "outcome")).isEqualTo("HIT");
  }

  @Test
  void R4_what_failed_or_was_stopped_is_not_reused() {
    record("--status", "Failed");
    assertThat(textOf(shell.lookup(LATER), "reason")).isEqualTo("NOT_SUCCEEDED");
    record("--status", "Stopped");
    assertThat(textOf(shell.lookup(LATER), "reason")).isEqualTo("NOT_SUCCEEDED");
  }

  @Test
  void R11_a_run_is_recorded_while_caching_is_off() {
    shell.write("step.json", Shell.STEP.replace("true", "false"));
    record("--status", "Succeeded");
    shell.write("step.json", Shell.STEP);

    assertThat(textOf(shell.lookup(LATER), "outcome")).isEqualTo("HIT");
  }

  @Test
  void X7_outputs_that_are_kept_here_are_looked_at_before_reuse() throws Exception {
    Path model = shell.write("model.bin", "weights");
    shell.write("outputs.json", "{\"model\": \"%s\"}".formatted(model.toUri()));
    record("--status", "Succeeded", "--outputs", "outputs.json");
    assertThat(textOf(shell.lookup(LATER), "outcome")).isEqualTo("HIT");

    Files.writeString(model, "other weights");
    assertThat(textOf(shell.lookup(LATER), "reason")).isEqualTo("OUTPUTS_MISSING");
  }

  @Test
  void a_damaged_object_store_is_said_so() throws Exception {
    shell.write("model.bin", "weights");
    shell.write("outputs.json", "{\"model\": \"file://./model.bin\"}");
    record("--status", "Succeeded", "--outputs", "outputs.json");
    Files.writeString(shell.path(".stepcache/s3/.identity"), "x");
    Shell.Answer answer = shell.at(LATER, "lookup", "--pipeline", "p", "step.json");

    assertThat(answer.exitCode()).isEqualTo(65);
    assertThat(answer.err()).startsWith("stepcache: ").contains(".identity is damaged");
  }

  @Test
  void X5_inputs_are_no_outputs_though_they_are_told_with_them() {
    shell.write("rows.csv", "1");
    shell.write(
        "step.json", Shell.STEP.replace("\"eta\"", "\"at\": \"file://./rows.csv\", \"eta\""));
    record("--status", "Succeeded", "--inputs", "location");
    shell.write("rows.csv", "2");

    assertThat(
            shell.at(LATER, "lookup", "--pipeline", "p", "step.json", "--inputs", "location").out())
        .startsWith("HIT");
  }

  @Test
  void R7_X9_an_executing_run_stays_so_until_it_is_completed() {
    String run = record("--status", "Executing").text();
    assertThat(textOf(shell.lookup(LATER), "reason")).isEqualTo("IN_PROGRESS");
    assertThat(textOf(onlyRun(), "status")).isEqualTo("Executing");

    shell.write("outputs.json", "{\"model\": \"m\"}");
    Shell.Answer completed = complete(run, "--status", "Succeeded", "--outputs", "outputs.json");
    assertThat(completed.exitCode()).isZero();
    assertThat(completed.text()).isEqualTo(run);
    assertThat(textOf(shell.lookup("2026-01-31T14:00:00Z"), "source", "outputs", "model"))
        .isEqualTo("m");
    assertThat(textOf(onlyRun(), "completedAt")).startsWith("2026-01-31T13:00:00.");
  }

  @Test
  void a_run_completed_without_outputs_hands_on_the_arguments_that_count() {
    String run = record("--status", "Executing").text();
    complete(run, "--status", "Succeeded");

    assertThat(
            textOf(
                shell.lookup("2026-01-31T14:00:00Z"),
                "source",
                "outputs",
                "HyperParameters",
                "eta"))
        .isEqualTo("0.1");
  }

  @Test
  void only_an_executing_run_can_be_completed() {
    String run = record("--status", "Failed").text();
    Shell.Answer ended = complete(run, "--status", "Succeeded");
    assertThat(ended.exitCode()).isEqualTo(65);
    assertThat(ended.err())
        .isEqualTo("stepcache: run " + run + " has already ended: it is Failed\n");

    Shell.Answer unknown = complete("nobody", "--status", "Succeeded");
    assertThat(unknown.exitCode()).isEqualTo(66);
    assertThat(unknown.err()).isEqualTo("stepcache: there is no run nobody\n");
  }

  @Test
  void a_run_is_not_completed_before_it_started() {
    String run = record("--status", "Executing").text();
    Shell.Answer early =
        complete(run, "--status", "Failed", "--completed-at", "2026-01-31T11:59:59.999Z");

    assertThat(early.exitCode()).isEqualTo(64);
    assertThat(early.err()).contains("before its start at 2026-01-31T12:00:00");
    assertThat(textOf(onlyRun(), "status")).isEqualTo("Executing");
    assertThat(
            record("--status", "Failed", "--started-at", LATER, "--completed-at", NOON).exitCode())
        .isEqualTo(64);
    assertThat(record("--status", "Failed", "--started-at", LATER).exitCode()).isEqualTo(64);
  }

  @Test
  void R9_there_is_nothing_to_record_of_a_type_that_always_runs() {
    shell.write("step.json", Shell.NOT_CACHEABLE);
    Shell.Answer answer = record("--status", "Succeeded");

    assertThat(answer.exitCode()).isEqualTo(65);
    assertThat(answer.err()).contains("its runs are not recorded");
    assertThat(shell.stepcache("history", "p").exitCode()).isEqualTo(66);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "record step.json --status Succeeded",
        "record --pipeline p --status Succeeded",
        "record --pipeline p step.json",
        "record --pipeline p step.json --status succeeded",
        "record --pipeline p step.json --status Executing --completed-at 2026-01-31T12:00:00Z",
        "record --pipeline p step.json --status Executing --outputs step.json",
        "record --pipeline p step.json --status Failed --outputs step.json",
        "record --pipeline p step.json --status Failed --started-at yesterday",
        "record --pipeline p step.json --status Failed --started-at 2026-01-31T12:00:00",
        "record --pipeline p step.json --status Failed --started-at +999999999-01-01T00:00:00Z",
        "record --pipeline p step.json --status Failed --execution "
            + "0123456789012345678901234567890123456789012345678901234567890123456789",
        "record --pipeline p - --status Succeeded --outputs -",
        "record --run r --status Executing",
        "record --run r --status Failed step.json",
        "record --run r --status Failed --pipeline p",
        "record --run r --status Failed --started-at 2026-01-31T12:00:00Z",
        "record --run r --status Failed --execution e",
        "record --run r --status Failed --outputs step.json",
      })
  void what_makes_no_sense_is_a_fault_of_usage(String words) {
    Shell.Answer answer = shell.stepcache(words.split(" "));

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(64);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("stepcache: ");
    assertThat(folder.resolve(".stepcache")).doesNotExist();
  }

  @Test
  void outputs_must_be_one_json_document() {
    shell.write("outputs.json", "{} {}");

    assertThat(record("--status", "Succeeded", "--outputs", "outputs.json").exitCode())
        .isEqualTo(65);
    assertThat(record("--status", "Succeeded", "--outputs", "none.json").exitCode()).isEqualTo(66);
    assertThat(shell.stepcache("history", "p").exitCode()).isEqualTo(66);
  }
}

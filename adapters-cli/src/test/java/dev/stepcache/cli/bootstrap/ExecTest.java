package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 7: exec. */
class ExecTest {
  private static final String WORK = "echo did >> work; echo '{\"n\": 1}' > \"$STEPCACHE_OUTPUTS\"";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private Shell.Answer exec(String script, String... options) {
    List<String> words =
        new ArrayList<>(List.of("exec", "--pipeline", "p", "step.json", "--outputs", "out.json"));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "sh", "-c", script));
    return shell.stepcache(words.toArray(String[]::new));
  }

  private List<ObjectValue> runs() {
    return shell.stepcache("history", "p", "--output", "json").json().itemsOf("runs").stream()
        .map(ObjectValue.class::cast)
        .toList();
  }

  private String statusOfLatest() {
    return textOf(runs().getFirst(), "status");
  }

  @Test
  void on_a_miss_the_command_does_the_work_and_its_run_is_recorded() {
    Shell.Answer answer = exec(WORK);

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .isEqualTo(
            "stepcache: MISS NO_PREVIOUS_RUN:"
                + " this step has never succeeded in this pipeline\n");
    assertThat(folder.resolve("out.json")).hasContent("{\"n\": 1}");
    assertThat(statusOfLatest()).isEqualTo("Succeeded");
    assertThat(textOf(runs().getFirst(), "execution")).isEqualTo("(absent)");
  }

  @Test
  void R12_on_a_hit_the_outputs_are_written_whole_and_nothing_runs() throws Exception {
    shell.write("made.json", "{\"token\": \"exact\", \"n\": 9007199254740993}");
    shell.recorded("2026-01-31T12:00:00Z", "--outputs", "made.json");
    shell.write("step.json", Shell.STEP.replace("P30D", "999y"));
    shell.write("out.json", "old");
    Shell.Answer answer = exec(WORK);

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("stepcache: HIT REUSED: reuses run ").hasLineCount(1);
    assertThat(Shell.json(Files.readString(folder.resolve("out.json"))))
        .isEqualTo(Shell.json("{\"token\": \"exact\", \"n\": 9007199254740993}"));
    assertThat(folder.resolve("work")).doesNotExist();
    assertThat(runs()).hasSize(1);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("made.json", "out.json", "step.json", ".stepcache");
    }
  }

  @Test
  void exec_once_and_again_works_once() {
    exec(WORK);
    exec(WORK);

    assertThat(folder.resolve("work")).hasContent("did");
  }

  @Test
  void what_an_earlier_run_left_is_gone_before_the_command_starts() {
    shell.write("out.json", "{\"stale\": true}");
    Shell.Answer answer = exec("test ! -e out.json || exit 9");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("the command failed: it wrote no outputs to out.json");
    assertThat(statusOfLatest()).isEqualTo("Failed");
  }

  @Test
  void a_command_that_ends_with_0_and_leaves_no_document_has_failed() {
    assertThat(exec("echo '{} {}' > out.json").exitCode()).isEqualTo(1);
    assertThat(statusOfLatest()).isEqualTo("Failed");
    assertThat(exec(": > out.json").exitCode()).isEqualTo(1);
    assertThat(exec("mkdir out.json").exitCode()).isEqualTo(1);
  }

  @Test
  void the_commands_code_is_passed_on_and_its_run_has_failed() {
    assertThat(exec(WORK + "; exit 7").exitCode()).isEqualTo(7);
    assertThat(statusOfLatest()).isEqualTo("Failed");
    assertThat(exec("exit 65").exitCode()).isEqualTo(65);
    assertThat(exec("kill -9 $$").exitCode()).isEqualTo(137);
    assertThat(textOf(shell.lookup(), "reason")).isEqualTo("NOT_SUCCEEDED");
  }

  @Test
  void words_of_the_command_stay_as_they_are() {
    shell.stepcache(
        "exec",
        "--pipeline",
        "p",
        "step.json",
        "--outputs",
        "out.json",
        "--",
        "sh",
        "-c",
        "printf '\"%s\"' \"$*\" > out.json",
        "--",
        "--refresh",
        "--",
        "@step.json",
        "",
        "a b");

    assertThat(folder.resolve("out.json")).hasContent("\"--refresh -- @step.json  a b\"");
  }

  @Test
  void a_command_that_cannot_be_started_is_said_so() {
    Shell.Answer answer =
        shell.stepcache(
            "exec", "--pipeline", "p", "step.json", "--outputs", "out.json", "--", "no-such-thing");

    assertThat(answer.exitCode()).isEqualTo(66);
    assertThat(answer.err()).contains("no-such-thing cannot be started");
    assertThat(statusOfLatest()).isEqualTo("Failed");
  }

  @Test
  void refresh_runs_anew_and_no_cache_reuses_nothing_yet_both_are_recorded() {
    exec(WORK);
    assertThat(exec(WORK, "--refresh").err()).contains("MISS REFRESH_REQUESTED");
    assertThat(exec(WORK, "--no-cache").err()).contains("BYPASS CACHING_DISABLED");

    assertThat(runs()).hasSize(3);
    assertThat(exec(WORK).err()).contains("HIT REUSED");
  }

  @Test
  void R1_R11_a_step_without_caching_runs_and_is_recorded() {
    shell.write("step.json", Shell.STEP.replace("true", "false"));

    assertThat(exec(WORK).exitCode()).isZero();
    assertThat(exec(WORK).exitCode()).isZero();
    assertThat(runs()).hasSize(2);
  }

  @Test
  void R9_a_type_that_always_runs_runs_and_leaves_no_trace() {
    shell.write("step.json", Shell.NOT_CACHEABLE);

    assertThat(exec(WORK).exitCode()).isZero();
    assertThat(exec("exit 3").exitCode()).isEqualTo(3);
    assertThat(exec("true").exitCode()).isEqualTo(1);
    assertThat(shell.stepcache("history", "p").exitCode()).isEqualTo(66);
  }

  @Test
  void X5_inputs_that_change_while_it_runs_make_the_run_unfit_for_reuse() {
    shell.write("rows.csv", "1");
    shell.write(
        "step.json",
        Shell.STEP.replace(
            "\"HyperParameters\"",
            "\"Environment\": {\"at\": \"file://./rows.csv\"}, \"HyperParameters\""));
    Shell.Answer answer = exec(WORK + "; echo 2 >> rows.csv");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.err())
        .contains("this run is not reusable: its inputs changed while it ran: file://./rows.csv");
    assertThat(statusOfLatest()).isEqualTo("Succeeded");
    shell.write("rows.csv", "1");
    assertThat(textOf(shell.lookup(), "reason")).isEqualTo("RETRACTED");
    assertThat(exec("exit 4").exitCode()).isEqualTo(4);
  }

  @Test
  void X7_outputs_that_were_altered_since_are_made_again() {
    String script =
        "echo weights > model; printf '{\"m\": \"file://%s/model\"}' \"$PWD\" > out.json";
    exec(script);
    assertThat(exec("exit 4").exitCode()).isZero();

    shell.write("model", "altered");
    assertThat(exec(script).err()).contains("MISS OUTPUTS_MISSING");
  }

  @Test
  void a_run_is_in_progress_while_the_command_runs() {
    exec(
        "java -version 2> /dev/null; cp .stepcache/history.db* . ;"
            + " echo 1 > \"$STEPCACHE_OUTPUTS\"");

    String copy = "jdbc:sqlite:" + folder.resolve("history.db");
    var during = shell.stepcache("history", "--history", copy, "--output", "json").json();
    assertThat(textOf((ObjectValue) during.itemsOf("runs").getFirst(), "status"))
        .isEqualTo("Executing");
  }

  @Test
  void R18_a_history_lost_on_the_way_fails_nothing_and_has_the_run_when_it_is_back()
      throws Exception {
    shell.stepcache("history");
    Files.copy(shell.path(".stepcache/history.db"), shell.path("sound.db"));
    Shell.Answer answer =
        exec(
            WORK
                + "; for f in .stepcache/history.db*; do head -c 4096 /dev/zero | tr '\\0' x | dd"
                + " of=$f conv=notrunc 2> /dev/null; done");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.err()).contains("is recorded when it is back");
    assertThat(folder.resolve("out.json")).hasContent("{\"n\": 1}");

    Files.deleteIfExists(shell.path(".stepcache/history.db-wal"));
    Files.deleteIfExists(shell.path(".stepcache/history.db-shm"));
    Files.copy(
        shell.path("sound.db"),
        shell.path(".stepcache/history.db"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(exec(WORK).err()).contains("HIT REUSED");
  }

  @Test
  void R17_without_a_history_nothing_starts_unless_it_is_optional() {
    shell.write("none/history.db", "no database, and not by far");
    shell.variable("STEPCACHE_HISTORY", "jdbc:sqlite:" + shell.path("none/history.db"));
    assertThat(exec(WORK).exitCode()).isEqualTo(69);
    assertThat(folder.resolve("work")).doesNotExist();

    Shell.Answer bypass = exec(WORK, "--history-optional");
    assertThat(bypass.exitCode()).isZero();
    assertThat(bypass.err()).contains("BYPASS HISTORY_UNAVAILABLE");
    assertThat(folder.resolve("work")).exists();
  }

  @Test
  void R17_what_was_recorded_without_a_history_is_there_once_it_is_back() throws Exception {
    shell.write("none/history.db", "no database, and not by far");
    shell.variable("STEPCACHE_HISTORY", "jdbc:sqlite:" + shell.path("none/history.db"));
    exec(WORK, "--history-optional");
    Files.delete(shell.path("none/history.db"));

    assertThat(exec(WORK).err()).contains("HIT REUSED");
  }

  @Test
  void its_own_faults_come_before_the_command_starts() {
    assertThat(exec(WORK, "--nonsense").exitCode()).isEqualTo(64);
    assertThat(shell.stepcache("exec", "--pipeline", "p", "step.json", "--outputs", "o").exitCode())
        .isEqualTo(64);
    String[] toFolder = {"exec", "--pipeline", "p", "step.json", "--outputs", ".", "--", "true"};
    assertThat(shell.stepcache(toFolder).exitCode()).isEqualTo(64);
    toFolder[5] = "none/o";
    assertThat(shell.stepcache(toFolder).exitCode()).isEqualTo(66);
    shell.write("step.json", "{}");
    assertThat(exec(WORK).exitCode()).isEqualTo(65);
    assertThat(folder.resolve("work")).doesNotExist();
  }
}

package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.NOON;
import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 7: refresh, retract, delete and prune. */
class KeepingHouseTest {
  private static final String LATER = "2026-01-31T13:00:00Z";
  private static final String STILL_LATER = "2026-01-31T14:00:30Z";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private String reason(String at) {
    return textOf(shell.lookup(at), "reason");
  }

  @Test
  void a_refresh_keeps_all_runs_started_before_it_from_being_reused() {
    shell.recorded(NOON);
    Shell.Answer answer = shell.at(LATER, "refresh", "p");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .startsWith("no run of pipeline p started before 2026-01-31T13:00:00.")
        .endsWith("Z will be reused\n");
    assertThat(reason(STILL_LATER)).isEqualTo("REFRESH_REQUESTED");
    shell.recorded(STILL_LATER);
    assertThat(reason("2026-01-31T15:00:00Z")).isEqualTo("REUSED");
  }

  @Test
  void a_refresh_may_be_of_one_step() {
    shell.recorded(NOON);
    Shell.Answer other = shell.at(LATER, "refresh", "p", "other", "--output", "json");
    assertThat(other.err()).isEqualTo("stepcache: step other has no runs so far\n");
    assertThat(other.json().members().keySet()).containsExactly("before", "pipeline", "step");
    assertThat(reason(STILL_LATER)).isEqualTo("REUSED");

    assertThat(shell.at(LATER, "refresh", "p", "train").out())
        .startsWith("no run of step train of pipeline p started before ");
    assertThat(reason(STILL_LATER)).isEqualTo("REFRESH_REQUESTED");
  }

  @Test
  void a_retracted_run_is_never_reused_and_the_reason_is_told() {
    String run = shell.recorded(NOON);
    Shell.Answer answer = shell.at(LATER, "retract", run, "--why", "the labels were wrong");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .isEqualTo("run " + run + " will not be reused; nothing has reused it\n");
    var decision = shell.lookup(STILL_LATER);
    assertThat(textOf(decision, "reason")).isEqualTo("RETRACTED");
    assertThat(textOf(decision, "message")).contains("the labels were wrong");
    assertThat(shell.stepcache("history").out()).contains("Succeeded, retracted");
  }

  @Test
  void what_consumed_a_retracted_run_is_listed() {
    shell.write("d.json", Shell.DEFINITION);
    String[] simulated = {"run", "d.json", "--runner", "simulate", "--output", "json"};
    shell.at(NOON, simulated);
    var second = shell.at(LATER, simulated).json();
    var prepared = (ObjectValue) second.itemsOf("steps").getFirst();
    String run = textOf(prepared, "decision", "source", "run");

    assertThat(shell.at(STILL_LATER, "retract", run, "--output", "json").json())
        .isEqualTo(
            Shell.json(
                """
                {"run": "%s", "consumers": [{"execution": "%s", "step": "prepare",
                  "decidedAt": "%s"}]}
                """
                    .formatted(
                        run,
                        textOf(second, "execution"),
                        textOf(prepared, "decision", "decidedAt"))));
    assertThat(shell.at(STILL_LATER, "retract", run).out())
        .isEqualTo(
            """
            run %s will not be reused; it was reused by
              execution %s  prepare  1 h ago
            """
                .formatted(run, textOf(second, "execution")));
  }

  @Test
  void R9_X9_an_executing_run_can_be_retracted_before_it_succeeds() {
    String run =
        shell.at(NOON, "record", "--pipeline", "p", "step.json", "--status", "Executing").text();
    shell.at(LATER, "retract", run);
    shell.at(LATER, "record", "--run", run, "--status", "Succeeded");

    assertThat(reason(STILL_LATER)).isEqualTo("RETRACTED");
  }

  @Test
  void R8_the_runs_of_a_deleted_pipeline_are_not_reused_by_another_of_its_name() {
    shell.recorded(NOON);
    Shell.Answer answer = shell.at(LATER, "delete", "p");

    assertThat(answer.out()).isEqualTo("pipeline p is deleted: its runs will not be reused\n");
    assertThat(reason(STILL_LATER)).isEqualTo("NO_PREVIOUS_RUN");
    assertThat(shell.stepcache("delete", "p").exitCode()).isEqualTo(66);
    shell.recorded(LATER);
    assertThat(reason(STILL_LATER)).isEqualTo("REUSED");
    assertThat(shell.stepcache("delete", "p", "--output", "json").json())
        .isEqualTo(Shell.json("{\"pipeline\": \"p\"}"));
  }

  @Test
  void prune_deletes_what_ended_longer_ago() {
    shell.recorded("2026-01-01T12:00:00Z");
    shell.recorded("2026-01-30T12:00:00Z");
    Shell.Answer answer = shell.at(NOON, "prune", "--older-than", "2w");

    assertThat(answer.out()).isEqualTo("deleted 0 executions and 1 run\n");
    assertThat(shell.at(NOON, "prune", "--older-than", "PT1H", "--output", "json").json())
        .isEqualTo(Shell.json("{\"executions\": 0, \"runs\": 1}"));
    assertThat(shell.at(NOON, "prune", "--older-than", "999999999y").exitCode()).isZero();
  }

  @Test
  void prune_keeps_the_source_of_a_kept_hit() {
    shell.write("d.json", Shell.DEFINITION);
    shell.at("2026-01-10T12:00:00Z", "run", "d.json", "--runner", "simulate");
    shell.at("2026-01-30T12:00:00Z", "run", "d.json", "--runner", "simulate");

    assertThat(shell.at(NOON, "prune", "--older-than", "P7D").out())
        .isEqualTo("deleted 1 execution and 0 runs\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "P", "T5s", "1d2y", "-1d"})
  void a_duration_that_is_none_is_refused_with_its_place(String duration) {
    Shell.Answer answer = shell.stepcache("prune", "--older-than", duration);

    assertThat(answer.exitCode()).isEqualTo(65);
    assertThat(answer.err())
        .startsWith("stepcache: --older-than: \"" + duration + "\" is no ExpireAfter: at position");
  }

  @Test
  void what_is_not_there_is_not_found() {
    assertThat(shell.stepcache("refresh", "p").exitCode()).isEqualTo(66);
    assertThat(shell.stepcache("delete", "p").exitCode()).isEqualTo(66);
    assertThat(shell.stepcache("retract", "r").err()).isEqualTo("stepcache: there is no run r\n");
    assertThat(shell.stepcache("retract", "r").exitCode()).isEqualTo(66);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prune", "refresh", "retract", "delete", "retract r s", "delete p q"})
  void what_is_missing_or_too_much_is_a_fault_of_usage(String words) {
    assertThat(shell.stepcache(words.split(" ")).exitCode()).isEqualTo(64);
  }
}

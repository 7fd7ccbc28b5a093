package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.NOON;
import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 7: history, executions and explain. */
class HistoryTest {
  private static final String LATER = "2026-01-31T13:00:30Z";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
    shell.write("d.json", Shell.DEFINITION);
  }

  private List<ObjectValue> listed(String list, String... words) {
    return shell.stepcache(words).json().itemsOf(list).stream()
        .map(ObjectValue.class::cast)
        .toList();
  }

  private String simulate(String at) {
    return textOf(
        shell.at(at, "run", "d.json", "--runner", "simulate", "--output", "json").json(),
        "execution");
  }

  @Test
  void runs_are_told_in_aligned_columns_newest_first() {
    String success = shell.recorded("2026-01-31T11:59:30Z", "--started-at", "2026-01-31T10:00:00Z");
    String failure =
        shell
            .at(
                NOON,
                "record",
                "--pipeline",
                "p",
                "step.json",
                "--status",
                "Failed",
                "--execution",
                "e1")
            .text();

    assertThat(shell.at(LATER, "history").out())
        .isEqualTo(
            """
            RUN                                   PIPELINE  STEP   TYPE      STATUS     STARTED  TOOK        EXECUTION
            %s  p         train  Training  Failed     1 h ago  0.0 s       e1
            %s  p         train  Training  Succeeded  3 h ago  1 h 59 min
            """
                .formatted(failure, success));
  }

  @Test
  void as_json_a_run_has_all_that_SPEC_7_says() {
    String run = shell.recorded("2026-01-31T12:00:00.250Z", "--started-at", NOON);

    var document = shell.stepcache("history", "--output", "json").json();
    assertThat(document)
        .isEqualTo(
            Shell.json(
                """
                {"runs": [{"run": "%s", "pipeline": "p", "step": "train", "type": "Training",
                  "status": "Succeeded", "signature": "%s", "startedAt": "2026-01-31T12:00:00.000Z",
                  "completedAt": "%s", "simulated": false}]}
                """
                    .formatted(
                        run,
                        shell.stepcache("signature", "step.json").text(),
                        textOf((ObjectValue) document.itemsOf("runs").getFirst(), "completedAt"))));
  }

  @Test
  void runs_are_those_of_all_pipelines_of_one_or_of_one_step() {
    simulate(NOON);
    shell.recorded(NOON);

    assertThat(listed("runs", "history", "--output", "json")).hasSize(3);
    assertThat(listed("runs", "history", "d", "--output", "json")).hasSize(2);
    assertThat(listed("runs", "history", "d", "train", "--output", "json"))
        .singleElement()
        .satisfies(run -> {
          assertThat(textOf(run, "step")).isEqualTo("train");
          assertThat(textOf(run, "simulated")).contains("true");
        });
    assertThat(shell.stepcache("history", "d", "train").out()).contains("Succeeded, simulated");
    assertThat(shell.stepcache("history", "d", "nobody").exitCode()).isZero();
  }

  @Test
  void lists_are_as_long_as_asked_for() {
    for (int i = 0; i < 51; i++) {
      shell.recorded(NOON);
    }

    assertThat(listed("runs", "history", "--output", "json")).hasSize(51);
    assertThat(listed("runs", "history", "--output", "json", "--limit", "2")).hasSize(2);
    Shell.Answer usual = shell.stepcache("history");
    assertThat(usual.lines()).hasSize(51);
    assertThat(usual.err()).contains("these are the newest 50; --limit N shows more");
    Shell.Answer all = shell.stepcache("history", "p", "train", "--limit", "51");
    assertThat(all.lines()).hasSize(52);
    assertThat(all.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "history --limit 0",
        "history --limit many",
        "executions --limit -1",
        "history p s t",
        "executions p q",
        "explain e s t"
      })
  void what_makes_no_sense_is_a_fault_of_usage(String words) {
    assertThat(shell.stepcache(words.split(" ")).exitCode()).isEqualTo(64);
  }

  @Test
  void without_any_run_there_is_an_empty_list() {
    Shell.Answer none = shell.stepcache("history");
    assertThat(none.exitCode()).isZero();
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).isEqualTo("stepcache: there are none\n");
    assertThat(shell.stepcache("history", "--output", "json").json())
        .isEqualTo(Shell.json("{\"runs\": []}"));
    assertThat(shell.stepcache("executions", "--output", "json").json())
        .isEqualTo(Shell.json("{\"executions\": []}"));
  }

  @Test
  void an_unknown_pipeline_is_not_found() {
    Shell.Answer answer = shell.stepcache("history", "p");
    assertThat(answer.exitCode()).isEqualTo(66);
    assertThat(answer.err()).isEqualTo("stepcache: there is no pipeline p\n");
    assertThat(shell.stepcache("executions", "p").exitCode()).isEqualTo(66);
  }

  @Test
  void executions_are_told_newest_first() {
    String first = simulate("2026-01-31T10:00:00Z");
    String second = simulate(NOON);

    assertThat(listed("executions", "executions", "d", "--output", "json"))
        .extracting(execution -> textOf(execution, "execution"))
        .containsExactly(second, first);
    var newest = listed("executions", "executions", "--output", "json", "--limit", "1").getFirst();
    assertThat(newest.members().keySet())
        .containsExactly("completedAt", "execution", "pipeline", "startedAt", "status");
    assertThat(textOf(newest, "pipeline")).isEqualTo("d");
    assertThat(textOf(newest, "status")).isEqualTo("Succeeded");
    assertThat(shell.at(LATER, "executions").lines())
        .first()
        .asString()
        .startsWith("EXECUTION     PIPELINE  STATUS                STARTED  TOOK");
    assertThat(shell.at(LATER, "executions").lines())
        .element(1)
        .asString()
        .startsWith(second + "  d         Succeeded, simulated  1 h ago  ");
  }

  @Test
  void an_execution_is_explained_step_by_step() {
    String first = simulate("2026-01-31T10:00:00Z");
    shell.write("d.json", Shell.DEFINITION.replace("0.1", "0.2"));
    String second = simulate(NOON);

    var document = shell.stepcache("explain", "--output", "json").json();
    assertThat(document.members().keySet()).containsExactly("execution", "pipeline", "steps");
    assertThat(textOf(document, "execution")).isEqualTo(second);
    assertThat(textOf(document, "pipeline")).isEqualTo("d");
    var steps = document.itemsOf("steps").stream().map(ObjectValue.class::cast).toList();
    assertThat(steps)
        .extracting(
            step -> textOf(step, "name"),
            step -> textOf(step, "type"),
            step -> textOf(step, "decision", "outcome"),
            step -> textOf(step, "decision", "reason"))
        .containsExactly(
            tuple("prepare", "Processing", "HIT", "REUSED"),
            tuple("train", "Training", "MISS", "ATTRIBUTES_CHANGED"));

    assertThat(shell.at(LATER, "explain").lines())
        .hasSize(4)
        .satisfies(lines -> {
          assertThat(lines.get(0))
              .isEqualTo(
                  "execution %s of pipeline d, Succeeded, started 1 h ago".formatted(second));
          assertThat(lines.get(1)).startsWith("prepare  Processing  hit   reuses run ");
          assertThat(lines.get(2))
              .startsWith("train    Training    miss  /Arguments/HyperParameters/eta changed");
          assertThat(lines.get(3).strip())
              .isEqualTo("/Arguments/HyperParameters/eta  \"0.1\" -> \"0.2\"");
        });

    assertThat(textOf(shell.stepcache("explain", first, "--output", "json").json(), "execution"))
        .isEqualTo(first);
    assertThat(
            shell.stepcache("explain", second, "train", "--output", "json").json().itemsOf("steps"))
        .hasSize(1);
  }

  @Test
  void the_latest_execution_may_be_that_of_a_pipeline() {
    String mine = simulate("2026-01-31T10:00:00Z");
    shell.at(NOON, "run", "d.json", "--runner", "simulate", "--pipeline", "other");

    assertThat(textOf(shell.stepcache("explain", "--output", "json").json(), "pipeline"))
        .isEqualTo("other");
    assertThat(
            textOf(
                shell.stepcache("explain", "--pipeline", "d", "--output", "json").json(),
                "execution"))
        .isEqualTo(mine);
  }

  @Test
  void what_cannot_be_explained_is_not_found() {
    Shell.Answer none = shell.stepcache("explain");
    assertThat(none.exitCode()).isEqualTo(66);
    assertThat(none.err()).isEqualTo("stepcache: there is no execution yet: run starts one\n");
    String execution = simulate(NOON);
    assertThat(shell.stepcache("explain", "nobody").exitCode()).isEqualTo(66);
    assertThat(shell.stepcache("explain", "--pipeline", "nobody").exitCode()).isEqualTo(66);
    assertThat(shell.stepcache("explain", execution, "--pipeline", "d").exitCode()).isEqualTo(64);
    Shell.Answer step = shell.stepcache("explain", execution, "nobody");
    assertThat(step.exitCode()).isEqualTo(66);
    assertThat(step.err())
        .isEqualTo("stepcache: execution " + execution + " decided no step nobody\n");
    shell.stepcache("delete", "d");
    assertThat(shell.stepcache("explain", execution).exitCode()).isEqualTo(66);
    assertThat(shell.stepcache("explain").exitCode()).isEqualTo(66);
  }
}

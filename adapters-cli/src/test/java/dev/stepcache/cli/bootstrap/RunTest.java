package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.cli.bootstrap.Shell.Answer;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SPEC 7: run, plan and check; X3, X5 and X7 as a user meets them. */
class RunTest {
  /** Writes what its environment says to one fixed place. */
  private static final String ONE_PLACE =
      """
      {"Parameters": [{"Name": "Eta", "Type": "Float", "DefaultValue": 0.1}],
       "Steps": [{"Name": "fit", "Type": "Processing",
        "Arguments": {
          "AppSpecification": {"ContainerEntrypoint": ["sh", "-c", "echo $ETA > /opt/ml/processing/out/eta"]},
          "Environment": {"ETA": {"Std:Join": {"On": "", "Values": [{"Get": "Parameters.Eta"}]}}},
          "ProcessingOutputConfig": {"Outputs": [{"OutputName": "out",
            "S3Output": {"S3Uri": "s3://bucket/one/place", "LocalPath": "/opt/ml/processing/out", "S3UploadMode": "EndOfJob"}}]}},
        "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}]}
      """;

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private List<ObjectValue> steps(Answer answer) {
    return answer.json().itemsOf("steps").stream().map(ObjectValue.class::cast).toList();
  }

  private String outcome(Answer answer, int step) {
    ObjectValue decision = steps(answer).get(step).objectMember("decision").orElseThrow();
    return textOf(decision, "outcome") + " " + textOf(decision, "reason");
  }

  private Answer run(String... words) {
    String[] all = Stream.concat(Stream.of("run"), Stream.of(words)).toArray(String[]::new);
    return shell.stepcache(
        Stream.concat(Stream.of(all), Stream.of("--output", "json")).toArray(String[]::new));
  }

  @Test
  void a_second_run_is_all_hits_and_the_document_has_the_members_of_SPEC_7() {
    shell.write("churn.json", Shell.DEFINITION);

    Answer first = run("churn.json", "--runner", "simulate");
    Answer second = run("churn.json", "--runner", "simulate");

    assertThat(first.exitCode()).isZero();
    assertThat(outcome(first, 0)).isEqualTo("MISS NO_PREVIOUS_RUN");
    assertThat(outcome(second, 0)).isEqualTo("HIT REUSED");
    assertThat(outcome(second, 1)).isEqualTo("HIT REUSED");
    assertThat(second.json().members().keySet())
        .containsExactlyInAnyOrder(
            "pipeline", "execution", "status", "steps", "notStarted", "savedMillis");
    assertThat(textOf(second.json(), "pipeline")).isEqualTo("churn");
    assertThat(steps(second).get(0).members().keySet())
        .containsExactlyInAnyOrder(
            "name", "type", "status", "decision", "startedAt", "completedAt", "outputs");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void a_failed_step_ends_with_1_and_the_document_names_what_was_not_started() {
    shell.write("p.json", Shell.DEFINITION);
    shell.write(
        "stepcache.json",
        "{\"types\": {\"Processing\": {\"command\": [\"false\"]}, \"Training\": {\"command\":"
            + " [\"true\"]}}}");

    Answer answer = run("p.json");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(textOf(answer.json(), "status")).isEqualTo("Failed");
    assertThat(textOf(steps(answer).get(0), "status")).isEqualTo("Failed");
    assertThat(answer.json().itemsOf("notStarted")).containsExactly(AttributeValue.text("train"));
  }

  @Test
  void X7_eta_01_02_01_into_one_place_runs_the_third_time() throws Exception {
    shell.write("p.json", ONE_PLACE);
    Path written = folder.resolve(".stepcache/s3/bucket/one/place/eta");

    run("p.json");
    run("p.json", "-p", "Eta=0.2");
    assertThat(written).hasContent("0.2\n");
    Answer third = run("p.json", "-p", "Eta=0.1");

    assertThat(outcome(third, 0)).isEqualTo("MISS OUTPUTS_MISSING");
    assertThat(written).hasContent("0.1\n");
    assertThat(outcome(run("p.json"), 0)).isEqualTo("HIT REUSED");
    Files.delete(written);
    assertThat(outcome(run("p.json"), 0)).isEqualTo("MISS OUTPUTS_MISSING");
  }

  @Test
  void X3_an_edited_command_or_script_is_a_miss_that_names_it() {
    shell.write("p.json", Shell.DEFINITION);
    shell.write(
        "stepcache.json",
        "{\"types\": {\"Processing\": {\"command\": [\"sh\", \"work.sh\"]}, \"Training\":"
            + " {\"command\": [\"true\"]}}}");
    shell.write("work.sh", "exit 0\n");
    run("p.json");
    assertThat(outcome(run("p.json"), 0)).isEqualTo("HIT REUSED");

    shell.write("work.sh", "exit 0 # edited\n");
    Answer edited = run("p.json");
    shell.write(
        "stepcache.json",
        "{\"types\": {\"Processing\": {\"command\": [\"sh\", \"-e\", \"work.sh\"]}, \"Training\":"
            + " {\"command\": [\"true\"]}}}");
    Answer commanded = run("p.json");

    assertThat(outcome(edited, 0)).isEqualTo("MISS ATTRIBUTES_CHANGED");
    assertThat(edited.out()).contains("/inputs/command:work.sh");
    assertThat(outcome(commanded, 0)).isEqualTo("MISS ATTRIBUTES_CHANGED");
    assertThat(commanded.out()).contains("\"path\": \"/inputs/command:\"");
  }

  @Test
  void X5_an_input_edited_while_its_step_runs_is_never_reused() {
    shell.write("data.csv", "1");
    shell.write(
        "p.json",
        """
        {"Steps": [{"Name": "fit", "Type": "Processing",
         "Arguments": {"AppSpecification": {"ImageUri": "i"},
           "ProcessingInputs": [{"InputName": "data", "S3Input": {"S3Uri": "file://./data.csv", "LocalPath": "/opt/ml/processing/data"}}]},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}]}
        """);
    shell.write(
        "stepcache.json",
        "{\"types\": {\"Processing\": {\"command\": [\"sh\", \"-c\", \"if [ ! -e ran ]; then echo 2"
            + " > data.csv; touch ran; fi\"]}}}");

    Answer disturbed = run("p.json");
    shell.write("data.csv", "1");
    Answer restored = run("p.json");

    assertThat(disturbed.exitCode()).isZero();
    assertThat(disturbed.err()).contains("not reusable").contains("data.csv");
    assertThat(outcome(restored, 0)).isEqualTo("MISS RETRACTED");
    assertThat(outcome(run("p.json"), 0)).isEqualTo("HIT REUSED");
  }

  @Test
  void R13_expired_then_run_again_then_hit() {
    shell.write("p.json", Shell.DEFINITION);
    String[] simulate = {"p.json", "--runner", "simulate", "--as-of"};
    run(simulate[0], simulate[1], simulate[2], simulate[3], "2026-01-01T00:00:00Z");
    Answer late = run(simulate[0], simulate[1], simulate[2], simulate[3], "2026-03-01T00:00:00Z");
    Answer again = run(simulate[0], simulate[1], simulate[2], simulate[3], "2026-03-02T00:00:00Z");

    assertThat(outcome(late, 0)).isEqualTo("MISS EXPIRED");
    assertThat(late.out()).contains("\"expiredBy\"");
    assertThat(outcome(again, 0)).isEqualTo("HIT REUSED");
    assertThat(textOf(steps(again).get(0), "decision", "source", "execution"))
        .isEqualTo(textOf(late.json(), "execution"));
  }

  @Test
  void R8_another_pipeline_of_the_same_definition_shares_nothing() {
    shell.write("p.json", Shell.DEFINITION);
    run("p.json", "--runner", "simulate");

    Answer other = run("p.json", "--runner", "simulate", "--pipeline", "other");
    shell.stepcache("delete", "p");
    Answer anew = run("p.json", "--runner", "simulate");

    assertThat(outcome(other, 0)).isEqualTo("MISS NO_PREVIOUS_RUN");
    assertThat(outcome(anew, 0)).isEqualTo("MISS NO_PREVIOUS_RUN");
  }

  @Test
  void refresh_and_no_cache_run_again_and_are_recorded_R11() {
    shell.write("p.json", Shell.DEFINITION);
    run("p.json", "--runner", "simulate");

    Answer refreshed = run("p.json", "--runner", "simulate", "--refresh", "prepare");
    Answer uncached = run("p.json", "--runner", "simulate", "--no-cache");
    Answer last = run("p.json", "--runner", "simulate");

    assertThat(outcome(refreshed, 0)).isEqualTo("MISS REFRESH_REQUESTED");
    assertThat(outcome(refreshed, 1)).isEqualTo("HIT REUSED");
    assertThat(outcome(uncached, 0)).isEqualTo("BYPASS CACHING_DISABLED");
    assertThat(textOf(steps(last).get(0), "decision", "source", "execution"))
        .isEqualTo(textOf(uncached.json(), "execution"));
  }

  @Test
  void plan_says_what_run_decides_and_leaves_nothing() {
    shell.write("p.json", Shell.DEFINITION);
    Answer before = shell.stepcache("plan", "p.json", "--output", "json", "--runner", "simulate");
    run("p.json", "--runner", "simulate");
    Answer after = shell.stepcache("plan", "p.json", "--output", "json", "--runner", "simulate");

    assertThat(outcome(before, 0)).isEqualTo("MISS NO_PREVIOUS_RUN");
    assertThat(outcome(after, 0)).isEqualTo("HIT REUSED");
    assertThat(shell.stepcache("executions", "--output", "json").json().itemsOf("executions"))
        .hasSize(1);
  }

  @Test
  void a_pipeline_needs_a_name_wherever_its_file_does_not_give_one() {
    shell.write("p.json", Shell.DEFINITION);
    shell.type(Shell.DEFINITION);

    assertThat(run("-", "--runner", "simulate").exitCode()).isEqualTo(64);
    assertThat(run("p.json", "--history", "jdbc:sqlite:" + folder.resolve("h.db")).exitCode())
        .isEqualTo(64);
    assertThat(run("-", "--runner", "simulate", "--pipeline", "p").exitCode()).isZero();
  }

  static Stream<Arguments> bad_input() {
    String step = "{\"Name\": \"a\", \"Type\": \"Processing\"%s}";
    return Stream.of(
        Arguments.of("not JSON", "pipeline"),
        Arguments.of("truncated", Shell.DEFINITION.substring(0, 60)),
        Arguments.of("300 levels deep", "{\"Steps\": " + "[".repeat(300) + "]".repeat(300) + "}"),
        Arguments.of("duplicate members", "{\"Steps\": [], \"Steps\": []}"),
        Arguments.of("a lone surrogate", "{\"Steps\": [], \"x\": \"\\ud800\"}"),
        Arguments.of("11 MiB", "{\"Steps\": [], \"x\": \"" + "x".repeat(11 << 20) + "\"}"),
        Arguments.of("not an object", "[]"),
        Arguments.of("no steps", "{}"),
        Arguments.of(
            "a name twice",
            "{\"Steps\": [%s, %s]}".formatted(step.formatted(""), step.formatted(""))),
        Arguments.of(
            "a cycle", "{\"Steps\": [%s]}".formatted(step.formatted(", \"DependsOn\": [\"a\"]"))),
        Arguments.of(
            "an unknown reference",
            "{\"Steps\": [%s]}"
                .formatted(step.formatted(", \"Arguments\": {\"x\": {\"Get\": \"Steps.b.y\"}}"))),
        Arguments.of(
            "caching without a limit",
            "{\"Steps\": [%s]}"
                .formatted(step.formatted(", \"CacheConfig\": {\"Enabled\": true}"))),
        Arguments.of(
            "a malformed limit",
            "{\"Steps\": [%s]}"
                .formatted(
                    step.formatted(
                        ", \"CacheConfig\": {\"Enabled\": true, \"ExpireAfter\": \"5h\"}"))),
        Arguments.of(
            "a parameter of the wrong type",
            "{\"Parameters\": [{\"Name\": \"n\", \"Type\": \"Integer\", \"DefaultValue\": \"x\"}],"
                + " \"Steps\": []}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad_input")
  void bad_input_is_one_clear_error_and_65(String what, String definition) {
    shell.write("good.json", Shell.DEFINITION);
    run("good.json", "--runner", "simulate");
    shell.write("bad.json", definition);

    for (String command : List.of("run", "plan")) {
      Answer answer = shell.stepcache(command, "bad.json");

      assertThat(answer.exitCode()).as(command).isEqualTo(65);
      assertThat(answer.out()).isEmpty();
      assertThat(answer.err().lines())
          .hasSize(1)
          .allMatch(line -> line.startsWith("stepcache: bad.json: "));
    }
    assertThat(shell.stepcache("check", "bad.json").exitCode()).isEqualTo(65);
    assertThat(outcome(run("good.json", "--runner", "simulate"), 0)).isEqualTo("HIT REUSED");
  }

  @Test
  void what_is_not_there_is_66_and_what_is_misused_64() {
    shell.write("p.json", Shell.DEFINITION);

    assertThat(run("nothing.json").exitCode()).isEqualTo(66);
    assertThat(run("p.json", "--refresh", "nobody").exitCode()).isEqualTo(66);
    assertThat(run("p.json", "--max-parallel", "0").exitCode()).isEqualTo(64);
    assertThat(run("p.json", "--runner", "magic").exitCode()).isEqualTo(64);
    assertThat(run("p.json", "-p", "Eta=1").exitCode()).isEqualTo(65);
    assertThat(shell.stepcache().exitCode()).isEqualTo(64);
  }

  @Test
  void X3_what_the_runner_cannot_do_is_said_before_anything_starts() {
    shell.write("p.json", Shell.DEFINITION);

    Answer answer = run("p.json");

    assertThat(answer.exitCode()).isEqualTo(65);
    assertThat(answer.err()).contains("prepare").contains("stepcache.json");
    assertThat(shell.stepcache("executions", "--output", "json").json().itemsOf("executions"))
        .isEmpty();
  }

  @Test
  void a_history_that_cannot_be_reached_is_69_and_with_history_optional_a_bypass_R17() {
    shell.write("p.json", Shell.DEFINITION);
    String nowhere = "jdbc:mysql://127.0.0.1:1/none?connectTimeout=500";

    Answer refused = run("p.json", "--runner", "simulate", "--pipeline", "p", "--history", nowhere);
    Answer bypassed =
        run(
            "p.json",
            "--runner",
            "simulate",
            "--pipeline",
            "p",
            "--history",
            nowhere,
            "--history-optional");

    assertThat(refused.exitCode()).isEqualTo(69);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(bypassed.exitCode()).isZero();
    assertThat(outcome(bypassed, 0)).isEqualTo("BYPASS HISTORY_UNAVAILABLE");
  }

  @Test
  void R17_what_an_absent_history_could_not_take_is_recorded_when_it_is_back() throws Exception {
    shell.write("p.json", Shell.DEFINITION);
    Path database = folder.resolve("away/history.db");
    String[] words = {
      "p.json", "--runner", "simulate", "--pipeline", "p", "--history", "jdbc:sqlite:" + database
    };
    Files.writeString(folder.resolve("away"), "a file stands where the folder should be");
    run(Stream.concat(Stream.of(words), Stream.of("--history-optional")).toArray(String[]::new));

    Files.delete(folder.resolve("away"));
    Answer back = run(words);

    assertThat(outcome(back, 0)).isEqualTo("HIT REUSED");
  }

  @Test
  void text_is_aligned_and_says_what_changed() {
    shell.write("p.json", Shell.DEFINITION);
    shell.stepcache("run", "p.json", "--runner", "simulate");
    shell.write("p.json", Shell.DEFINITION.replace("\"0.1\"", "\"0.2\""));

    Answer answer = shell.stepcache("run", "p.json", "--runner", "simulate");

    assertThat(answer.lines().get(1)).startsWith("prepare  Processing  hit ");
    assertThat(answer.lines().get(2)).startsWith("train    Training    miss ");
    assertThat(answer.lines().get(3))
        .isEqualTo("    /Arguments/HyperParameters/eta  \"0.1\" -> \"0.2\"");
    assertThat(answer.lines().getLast())
        .startsWith("Succeeded in ")
        .contains("1 of 2 steps reused");
    assertThat(answer.out()).doesNotContain("\u001b");
  }
}

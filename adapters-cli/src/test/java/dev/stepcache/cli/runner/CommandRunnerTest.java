package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.StepRunner;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.run.RunKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X3: any step is run by the command that stepcache.json has for it. */
class CommandRunnerTest {
  @TempDir Path temporary;
  private Workshop at;

  @BeforeEach
  void open() throws IOException {
    at = new Workshop(temporary, "rewrite");
  }

  private void command(String script) throws IOException {
    at.file("step.sh", script);
    at.file(
        StepCommands.FILE,
        """
        {"steps": {"TheStep": {"command": ["sh", "step.sh", "--fast"], "files": ["lib"]}}}
        """);
    if (!Files.exists(at.definition.resolve("lib/x.py"))) {
      at.file("lib/x.py", "x");
    }
  }

  private SortedMap<String, String> program() throws IOException {
    return at.runner().program(at.job("Lambda", "{}").step());
  }

  @Test
  void X3_a_command_reads_the_step_and_writes_outputs() throws Exception {
    command(
        """
        grep -o '"Name":"[A-Za-z]*"' "$STEPCACHE_STEP"
        echo "$1 in $(basename "$PWD")"
        echo "$STEPCACHE_PIPELINE $STEPCACHE_EXECUTION $STEPCACHE_JOB_NAME"
        mkdir -p "$STEPCACHE_OBJECTS/bucket/made" && echo 1 > "$STEPCACHE_OBJECTS/bucket/made/x"
        test -d "$STEPCACHE_SCRATCH" && cat > "$STEPCACHE_OUTPUTS" <<END
        {"OutputParameters": {"place": "s3://bucket/made", "note": "see s3://bucket/else"},
         "more": ["file://./lib/x.py", "file://elsewhere/x", 3]}
        END
        """);

    Result.Done done = at.done("Lambda", "{\"In\": 1}");

    assertThat(at.printed().lines())
        .containsExactly(
            "\"Name\":\"TheStep\"", "--fast in definition", "ThePipeline execution1 job-1");
    assertThat(done.described().objectMember("OutputParameters").orElseThrow().textMember("place"))
        .contains("s3://bucket/made");
    assertThat(done.written()).containsExactlyInAnyOrder("s3://bucket/made", "file://./lib/x.py");
    assertThat(at.objects.objects("s3://bucket/made")).containsOnlyKeys("s3://bucket/made/x");
  }

  @Test
  void X3_a_Lambda_may_write_its_output_parameters_by_themselves() throws Exception {
    command("echo '{\"statusCode\": 200, \"ok\": \"True\"}' > $STEPCACHE_OUTPUTS");
    String declared =
        """
        {"Name": "TheStep", "Type": "%s", "OutputParameters": [
          {"OutputName": "statusCode", "OutputType": "String"},
          {"OutputName": "ok", "OutputType": "Boolean"}%s]}
        """;

    for (String type : List.of("Lambda", "Callback")) {
      Result result = at.runner().run(at.job(declared.formatted(type, "")));
      assertThat(result).isInstanceOf(Result.Done.class);
      assertThat(((Result.Done) result).described())
          .isEqualTo(
              Workshop.json("{\"OutputParameters\": {\"statusCode\": \"200\", \"ok\": true}}"));
    }
    assertThat(
            at.runner()
                .run(at.job(declared.formatted("Lambda", ", {\"OutputName\": \"missing\"}"))))
        .isEqualTo(
            new Result.Failed(
                "ClientError: it gave no output parameter \"missing\", which it declares"));
  }

  @Test
  void X3_output_parameters_may_be_a_list_of_names_and_values() throws Exception {
    command(
        "echo '{\"OutputParameters\": [{\"Name\": \"a\", \"Value\": \"x\"}], \"more\": 1}' >"
            + " $STEPCACHE_OUTPUTS");

    assertThat(at.done("Lambda", "{}").described())
        .isEqualTo(Workshop.json("{\"OutputParameters\": {\"a\": \"x\"}, \"more\": 1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AutoML", "Lambda", "Callback", "EMRServerless", "Endpoint", "My \"own\""})
  void X3_a_type_that_nothing_here_does_is_refused_with_what_to_write(String type)
      throws IOException {
    String refusal = at.refusal(type, "{}").orElseThrow();

    String wanted = refusal.substring(refusal.indexOf('{'));
    assertThat(refusal).contains("\"TheStep\"", StepCommands.FILE).doesNotContain("\n");
    at.file(StepCommands.FILE, wanted.replace("…", "true"));
    assertThat(at.refusal(type, "{}")).isEmpty();
  }

  @Test
  void X3_a_command_need_not_write_outputs() throws Exception {
    command("true");

    Result.Done done =
        at.done(
            "Processing",
            """
            {"ProcessingOutputConfig": {"Outputs": [{"S3Output": {"S3Uri": "s3://bucket/out"}}]},
             "TransformOutput": {"S3OutputPath": "s3://bucket/transformed"}}
            """);

    assertThat(Workshop.text(done.described())).isEqualTo("{}");
    assertThat(done.written())
        .containsExactlyInAnyOrder("s3://bucket/out", "s3://bucket/transformed");
  }

  @Test
  void X3_a_command_that_fails_fails_the_step() throws Exception {
    command("echo 'no such table' >&2; exit 4");

    assertThat(at.failure("Lambda", "{}"))
        .isEqualTo("the program ended with exit code 4; the last it printed: no such table");
  }

  @Test
  void X3_outputs_that_are_no_json_object_fail_the_step() throws Exception {
    command("echo '{' > $STEPCACHE_OUTPUTS");
    assertThat(at.failure("Lambda", "{}")).contains("STEPCACHE_OUTPUTS", "no JSON");

    command("echo '[]' > $STEPCACHE_OUTPUTS");
    assertThat(at.failure("Lambda", "{}")).contains("STEPCACHE_OUTPUTS", "no JSON object");
  }

  @Test
  void X3_the_command_and_the_files_it_names_count() throws IOException {
    command("one");
    SortedMap<String, String> before = program();
    assertThat(before).containsOnlyKeys("command:", "command:step.sh", "command:lib");

    command("two");
    SortedMap<String, String> edited = program();
    assertThat(edited.get("command:step.sh")).isNotEqualTo(before.get("command:step.sh"));
    assertThat(edited.get("command:")).isEqualTo(before.get("command:"));

    at.file("lib/x.py", "y");
    assertThat(program().get("command:lib")).isNotEqualTo(before.get("command:lib"));

    at.file(
        StepCommands.FILE,
        "{\"types\": {\"Lambda\": {\"command\": [\"./step.sh\", \"--slow\", \"lib\", \"..\"]}}}");
    assertThat(program()).containsOnlyKeys("command:", "command:step.sh");
    assertThat(program().get("command:")).isNotEqualTo(before.get("command:"));
  }

  @Test
  void X3_a_step_that_says_itself_what_runs_has_no_further_program() throws IOException {
    assertThat(at.runner().program(at.job("Processing", "{}").step())).isEmpty();
  }

  @Test
  void X3_a_command_comes_before_what_the_step_itself_says() throws Exception {
    command("echo by command");

    assertThat(at.refusal("Lambda", "{}")).isEmpty();
    at.done(
        "Processing",
        "{\"AppSpecification\": {\"ContainerEntrypoint\": [\"echo\", \"by itself\"]}}");
    assertThat(at.printed()).isEqualTo("by command\n");
  }

  @Test
  void X3_a_simulated_runner_runs_nothing_and_refuses_nothing() throws Exception {
    StepRunner simulated = LocalRunners.simulated();
    StepRunner.Job job = at.job("Lambda", "{}");

    assertThat(simulated.kind()).isEqualTo(RunKind.SIMULATED);
    assertThat(simulated.refusal(job.step().name(), job.step().type(), job.step().content()))
        .isEmpty();
    assertThat(simulated.run(job)).isInstanceOf(Result.Done.class);
    assertThat(at.log).doesNotExist();
  }
}

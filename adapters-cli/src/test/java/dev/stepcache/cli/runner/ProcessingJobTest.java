package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.StepRunner.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** X3: a Processing step runs its entry point as a local process under the /opt/ml contract. */
class ProcessingJobTest {
  private static final String ONE_OUTPUT =
      """
      "ProcessingOutputConfig": {"Outputs": [{"OutputName": "out", "S3Output":
        {"S3Uri": "s3://bucket/out", "LocalPath": "/opt/ml/processing/out",
         "S3UploadMode": "EndOfJob"}}]}
      """;

  @TempDir Path temporary;

  static Stream<String> modes() {
    return Workshop.canMount() ? Stream.of("rewrite", "mount") : Stream.of("rewrite");
  }

  private static String shell(String script) {
    return """
    "AppSpecification": {"ImageUri": "image", "ContainerEntrypoint": ["sh", "-c", "%s"]}
    """
        .formatted(script.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void X3_inputs_arguments_and_outputs_are_where_the_request_says(String mode) throws Exception {
    Workshop at = new Workshop(temporary, mode);
    at.put("s3://bucket/in/a.csv", "1");
    at.put("s3://bucket/in/below/b.csv", "2");
    at.file(
        "code/run.sh",
        """
        cat /opt/ml/processing/in/a.csv > "$2/copied"
        cat "$STEPCACHE_OPT_ML/processing/in/below/b.csv" > "$STEPCACHE_OPT_ML/processing/out/own"
        mkdir -p "$2/deep/er" && echo "$1 $GREETING" > "$2/deep/er/said"
        """
            .replace("/opt/ml/processing/in/a.csv", "\"$INPUT\"/a.csv"));

    Result.Done done =
        at.done(
            "Processing",
            """
            {"AppSpecification": {
               "ContainerEntrypoint": ["/opt/ml/processing/code/run.sh"],
               "ContainerArguments": ["first word", "/opt/ml/processing/out"]},
             "Environment": {"GREETING": "hello", "INPUT": "/opt/ml/processing/in"},
             "ProcessingInputs": [
               {"InputName": "data", "S3Input": {"S3Uri": "s3://bucket/in",
                 "LocalPath": "/opt/ml/processing/in", "S3DataType": "S3Prefix",
                 "S3InputMode": "File"}},
               {"InputName": "code", "S3Input": {"S3Uri": "file://./code/run.sh",
                 "LocalPath": "/opt/ml/processing/code"}}],
             %s}
            """
                .formatted(ONE_OUTPUT));

    assertThat(at.read("s3://bucket/out/copied")).isEqualTo("1");
    assertThat(at.read("s3://bucket/out/own")).isEqualTo("2");
    assertThat(at.read("s3://bucket/out/deep/er/said")).isEqualTo("first word hello\n");
    assertThat(done.stored().keySet())
        .containsExactlyInAnyOrder(
            "s3://bucket/out/copied", "s3://bucket/out/own", "s3://bucket/out/deep/er/said");
    assertThat(Workshop.text(done.described())).isEqualTo("{\"ProcessingJobName\":\"job-1\"}");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void X3_a_java_program_and_an_executable_run_as_they_are(String mode) throws Exception {
    Workshop at = new Workshop(temporary, mode);
    at.file(
        "code/Run.java",
        """
        import java.nio.file.*;
        class Run {
          public static void main(String[] args) throws Exception {
            Files.writeString(Path.of(args[0], "java"), "java was here");
          }
        }
        """);
    Path executable =
        at.file("code/run", "#!/bin/sh\necho executed > $STEPCACHE_OPT_ML/processing/out/run");
    assertThat(executable.toFile().setExecutable(true)).isTrue();
    String code =
        """
        "ProcessingInputs": [{"InputName": "code", "S3Input": {"S3Uri": "file://./code",
          "LocalPath": "/opt/ml/processing/code"}}]
        """;

    at.done(
        "Processing",
        """
        {"AppSpecification": {"ContainerEntrypoint":
           ["/opt/ml/processing/code/Run.java", "/opt/ml/processing/out"]}, %s, %s}
        """
            .formatted(code, ONE_OUTPUT));
    at.done(
        "Processing",
        """
        {"AppSpecification": {"ContainerEntrypoint": ["/opt/ml/processing/code/run"]}, %s, %s}
        """
            .formatted(code, ONE_OUTPUT));

    assertThat(at.read("s3://bucket/out/java")).isEqualTo("java was here");
    assertThat(at.read("s3://bucket/out/run")).isEqualTo("executed\n");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void X3_the_configuration_of_the_job_is_where_the_contract_has_it(String mode) throws Exception {
    Workshop at = new Workshop(temporary, mode);

    at.done(
        "Processing",
        "{%s, %s, \"Environment\": {\"ROUNDS\": 3}}"
            .formatted(
                shell(
                    "cp $STEPCACHE_OPT_ML/config/*.json $STEPCACHE_OPT_ML/processing/out;"
                        + " env > $STEPCACHE_OPT_ML/processing/out/env"),
                ONE_OUTPUT));

    assertThat(
            Workshop.json(at.read("s3://bucket/out/resourceconfig.json"))
                .textMember("current_host"))
        .contains("algo-1");
    assertThat(
            Workshop.json(at.read("s3://bucket/out/processingjobconfig.json"))
                .textMember("ProcessingJobName"))
        .contains("job-1");
    assertThat(at.read("s3://bucket/out/env").lines())
        .contains("PROCESSING_JOB_NAME=job-1", "ROUNDS=3");
  }

  @Test
  void X3_rewritten_texts_are_whole_path_segments_in_arguments_environment_and_configuration()
      throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");

    at.done(
        "Processing",
        """
        {"AppSpecification": {"ContainerEntrypoint": ["sh", "-c",
           "for word; do echo $word; done > $OUT/words; cp $CONFIG $OUT/config", "sh"],
           "ContainerArguments": ["/opt/ml", "--data=/opt/ml/in:/opt/ml/too", "file:///opt/ml/x",
             "/opt/mls", "/opt/ml-old", "/my/opt/ml", "s3://bucket/opt/ml"]},
         "Environment": {"OUT": "/opt/ml/processing/out",
           "CONFIG": "/opt/ml/config/processingjobconfig.json"}, %s}
        """
            .formatted(ONE_OUTPUT));

    String real = at.folder + "/scratch/job-1/ml";
    assertThat(at.read("s3://bucket/out/words").lines())
        .containsExactly(
            real,
            "--data=" + real + "/in:" + real + "/too",
            "file://" + real + "/x",
            "/opt/mls",
            "/opt/ml-old",
            "/my/opt/ml",
            "s3://bucket/opt/ml");
    assertThat(at.read("s3://bucket/out/config"))
        .contains("\"LocalPath\":\"" + real + "/processing/out\"")
        .contains("\"OUT\":\"" + real + "/processing/out\"");
  }

  @Test
  void X3_a_mounted_job_sees_its_folder_as_opt_ml_and_nobody_else_does() throws Exception {
    if (!Workshop.canMount()) {
      return; // then nobody can see it
    }
    Workshop at = new Workshop(temporary, "mount");
    boolean before = Files.exists(Path.of("/opt/ml"));

    at.done(
        "Processing",
        "{%s, %s}"
            .formatted(
                shell("pwd > /opt/ml/processing/out/here; ls /opt > /opt/ml/processing/out/opt"),
                ONE_OUTPUT));

    assertThat(at.read("s3://bucket/out/here")).isEqualTo("/opt/ml\n");
    try (Stream<Path> opt = Files.list(Path.of("/opt"))) {
      assertThat(at.read("s3://bucket/out/opt").lines())
          .containsAll(
              opt.map(path -> path.getFileName().toString())
                  .filter(name -> !name.startsWith("."))
                  .toList());
    }
    assertThat(Files.exists(Path.of("/opt/ml"))).isEqualTo(before);
  }

  @Test
  void X4_a_run_replaces_what_it_writes_and_leaves_the_rest() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");
    at.put("s3://bucket/out/a", "old");
    at.put("s3://bucket/out/b", "kept");

    Result.Done done =
        at.done(
            "Processing", "{%s, %s}".formatted(shell("echo new > processing/out/a"), ONE_OUTPUT));

    assertThat(at.read("s3://bucket/out/a")).isEqualTo("new\n");
    assertThat(at.read("s3://bucket/out/b")).isEqualTo("kept");
    assertThat(done.stored().keySet()).containsExactly("s3://bucket/out/a");
  }

  @Test
  void X3_a_compressed_input_is_unpacked_when_the_request_says_so() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("unpacked".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Files.write(at.file("in/x.csv.gz", ""), packed.toByteArray());

    at.done(
        "Processing",
        """
        {%s, %s, "ProcessingInputs": [{"InputName": "in", "S3Input": {"S3Uri": "file://./in",
          "LocalPath": "/opt/ml/processing/in", "S3CompressionType": "Gzip"}}]}
        """
            .formatted(shell("cp processing/in/* processing/out"), ONE_OUTPUT));

    assertThat(at.read("s3://bucket/out/x.csv")).isEqualTo("unpacked");
  }

  @Test
  void X3_the_failure_text_of_the_job_is_the_reason() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");

    assertThat(
            at.failure(
                "Processing",
                "{%s}"
                    .formatted(
                        shell("echo 'no rows left' > $STEPCACHE_OPT_ML/output/message; exit 3"))))
        .isEqualTo("no rows left (exit code 3)");
  }

  @Test
  void X3_without_a_failure_text_the_last_lines_printed_are_the_reason() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");

    assertThat(
            at.failure(
                "Processing",
                "{%s}".formatted(shell("echo one; echo two; echo; echo three >&2; exit 1"))))
        .isEqualTo("the program ended with exit code 1; the last it printed: one\ntwo\nthree");
    assertThat(at.failure("Processing", "{%s}".formatted(shell("kill -9 $$"))))
        .isEqualTo(
            "the program ended with exit code 137, killed by signal 9 (SIGKILL) and printed"
                + " nothing");
    assertThat(at.printed()).isEqualTo("one\ntwo\n\nthree\n");
  }

  @Test
  void X3_a_failed_job_uploads_nothing() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");

    at.failure(
        "Processing",
        "{%s, %s}".formatted(shell("echo half > processing/out/a; exit 1"), ONE_OUTPUT));

    assertThat(at.objects.objects("s3://bucket/out")).isEmpty();
  }

  @Test
  void X3_a_program_that_is_not_there_is_named() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");

    assertThat(
            at.failure(
                "Processing",
                "{\"AppSpecification\": {\"ContainerEntrypoint\": [\"no-such-program\"]}}"))
        .contains("exit code 127", "no-such-program");
  }

  @Test
  void X3_an_input_of_which_nothing_is_there_is_named() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");

    assertThat(
            at.failure(
                "Processing",
                """
                {%s, "ProcessingInputs": [{"InputName": "in", "S3Input": {
                  "S3Uri": "s3://bucket/nothing", "LocalPath": "/opt/ml/processing/in"}}]}
                """
                    .formatted(shell("true"))))
        .isEqualTo("ClientError: there is no object at or below s3://bucket/nothing");
  }

  @Test
  void X3_what_concerns_stepcache_is_no_business_of_the_job() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");
    at.setVariable("STEPCACHE_HISTORY", "jdbc:mysql://host/db?password=secret");

    at.done("Processing", "{%s, %s}".formatted(shell("env > processing/out/env"), ONE_OUTPUT));

    assertThat(at.read("s3://bucket/out/env")).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"AppSpecification\": {\"ImageUri\": \"image\"}}",
        "{\"AppSpecification\": {\"ContainerEntrypoint\": []}}"
      })
  void X3_a_step_without_entry_point_is_refused_before_anything_starts(String arguments)
      throws IOException {
    Workshop at = new Workshop(temporary, "rewrite");

    assertThat(at.refusal("Processing", arguments))
        .contains(
            "Step \"TheStep\" cannot be run as a local process: its AppSpecification has no"
                + " ContainerEntrypoint. Give a command for it in stepcache.json.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/data/in", "/opt/ml", "/opt/ml/../etc", "relative", "/opt/mlx/in"})
  void X3_a_local_path_that_is_not_below_opt_ml_is_refused(String path) throws IOException {
    Workshop at = new Workshop(temporary, "rewrite");

    assertThat(
            at.refusal(
                "Processing",
                """
                {%s, "ProcessingInputs": [{"InputName": "in", "S3Input": {
                  "S3Uri": "s3://bucket/in", "LocalPath": "%s"}}]}
                """
                    .formatted(shell("true"), path)))
        .hasValueSatisfying(text ->
            assertThat(text)
                .contains("input \"in\" has the LocalPath " + path)
                .contains("not below /opt/ml"));
  }

  @Test
  void X3_what_is_not_resolved_yet_is_not_refused() throws IOException {
    Workshop at = new Workshop(temporary, "rewrite");

    assertThat(
            at.refusal(
                "Processing",
                """
                {"AppSpecification": {"ContainerEntrypoint": {"Get": "Parameters.Entry"}},
                 "ProcessingInputs": [{"Get": "Parameters.Input"},
                   {"InputName": "whole", "S3Input": {"Get": "Parameters.In"}},
                   {"InputName": "in", "S3Input": {
                     "S3Uri": {"Get": "Parameters.In"}, "LocalPath": {"Get": "Parameters.Path"}}}]}
                """))
        .isEmpty();
  }

  @Test
  void X3_a_way_of_showing_opt_ml_that_there_is_not_is_refused() throws IOException {
    Workshop at = new Workshop(temporary, "overlay");

    assertThat(at.refusal("Processing", "{%s}".formatted(shell("true"))))
        .hasValueSatisfying(text ->
            assertThat(text).contains("STEPCACHE_OPT_ML_MODE is neither mount nor rewrite"));
  }

  @Test
  void X4_an_output_may_be_a_folder_beside_the_definition() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");

    Result.Done done =
        at.done(
            "Processing",
            "{%s, %s}"
                .formatted(
                    shell("echo 1 > 'processing/out/a b%41.csv'"),
                    ONE_OUTPUT.replace("s3://bucket/out", "file://./out")));

    assertThat(at.definition.resolve("out/a b%41.csv")).hasContent("1");
    assertThat(done.stored().keySet())
        .singleElement()
        .satisfies(uri ->
            assertThat(at.objects.objects(uri))
                .containsOnlyKeys(uri)
                .containsValue(at.objects.digest(uri).orElseThrow()));
  }
}

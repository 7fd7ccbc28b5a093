package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.StepRunner;
import dev.stepcache.application.port.StepRunner.Result;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** X3: {@code --runner container} runs jobs in real containers, under the same contract. */
@Tag("podman")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ContainerJobsTest {
  private static final String OUTPUT =
      """
      "OutputDataConfig": {"S3OutputPath": "s3://bucket/t"}
      """;

  @TempDir Path temporary;
  private Workshop at;

  @BeforeEach
  void open() throws Exception {
    BusyboxImage.build(temporary);
    at = Workshop.ofContainers(temporary);
  }

  private static String shell(String script) {
    return """
    "AppSpecification": {"ImageUri": "%s", "ContainerEntrypoint": ["sh", "-c", "%s"]}
    """
        .formatted(BusyboxImage.NAME, script.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private static String output(String localPath) {
    return """
    "ProcessingOutputConfig": {"Outputs": [{"OutputName": "out", "S3Output":
      {"S3Uri": "s3://bucket/out", "LocalPath": "%s", "S3UploadMode": "EndOfJob"}}]}
    """
        .formatted(localPath);
  }

  @Test
  void X3_inputs_variables_and_outputs_are_where_the_request_says_anywhere() throws Exception {
    at.put("s3://bucket/in/a.csv", "1");
    at.put("s3://bucket/in/below/b.csv", "2");
    at.setVariable("AWS_REGION", "eu-test-1");
    at.setVariable("STEPCACHE_HISTORY", "ours");

    Result.Done done =
        at.done(
            "Processing",
            """
            {%s, "Environment": {"PATH": "/bin", "TOLD": "line 1\\nline 2", "HOME": "/tmp"},
             "ProcessingInputs": [
               {"InputName": "data", "S3Input": {"S3Uri": "s3://bucket/in",
                 "LocalPath": "/opt/ml/processing/in"}},
               {"InputName": "too", "S3Input": {"S3Uri": "s3://bucket/in/a.csv",
                 "LocalPath": "/data/in too/"}}],
             %s}
            """
                .formatted(
                    shell(
                        "cd /var/out && cat /opt/ml/processing/in/below/b.csv '/data/in too/a.csv'"
                            + " > both && mkdir deep && echo \"$TOLD $HOME $AWS_REGION\" >"
                            + " deep/told && echo"
                            + " \"$STEPCACHE_HISTORY$STEPCACHE_OPT_ML$STEPCACHE_MARK\" > ours &&"
                            + " cat /opt/ml/config/resourceconfig.json > config && echo finished >"
                            + " /opt/ml/output/message"),
                    output("/var/out")));

    assertThat(at.read("s3://bucket/out/both")).isEqualTo("21");
    assertThat(at.read("s3://bucket/out/deep/told")).isEqualTo("line 1\nline 2 /tmp eu-test-1\n");
    assertThat(at.read("s3://bucket/out/ours")).isEqualTo("\n");
    assertThat(at.read("s3://bucket/out/config")).contains("\"current_host\":\"algo-1\"");
    assertThat(done.stored()).hasSize(4);
    assertThat(Workshop.text(done.described()))
        .isEqualTo(
            "{\"ExitMessage\":\"finished\",\"ProcessingJobName\":\"%s\"}".formatted(firstJob()));
  }

  @Test
  void X3_what_the_request_leaves_open_is_the_images_own() throws Exception {
    String image = "{\"AppSpecification\": {\"ImageUri\": \"%s\"}}".formatted(BusyboxImage.NAME);
    at.done("Processing", image);
    at.done("Processing", image.replace("}}", ", \"ContainerArguments\": [\"of\", \"mine\"]}}"));
    at.done(
        "Processing", image.replace("}}", ", \"ContainerEntrypoint\": [\"/bin/id\", \"-u\"]}}"));

    assertThat(at.printed()).isEqualTo("entry: of the image\nentry: of mine\n0\n");
  }

  @Test
  void X3_training_is_told_to_train_and_its_model_is_packed() throws Exception {
    at.put(
        "s3://bucket/code/train.sh",
        "echo \"loss=0.5;\"; cat /opt/ml/input/config/hyperparameters.json > /opt/ml/model/h;"
            + " echo $TRAINING_JOB_NAME > /opt/ml/model/name");

    Result.Done done =
        at.done(
            "Training",
            """
            {"AlgorithmSpecification": {"TrainingImage": "%s", "TrainingInputMode": "File",
               "MetricDefinitions": [{"Name": "loss", "Regex": "loss=(.*?);"}]},
             "HyperParameters": {"eta": "0.1"},
             "InputDataConfig": [{"ChannelName": "code", "DataSource": {"S3DataSource":
               {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/code"}}}], %s}
            """
                .formatted(BusyboxImage.NAME, OUTPUT));

    assertThat(at.printed()).startsWith("entry: train\n");
    assertThat(done.stored().keySet())
        .containsExactly("s3://bucket/t/%s/output/model.tar.gz".formatted(firstJob()));
    assertThat(Workshop.text(done.described())).contains("\"Value\":0.5");
    Path model = temporary.resolve("model");
    Archive.unpack(
        at.objectsFolder.resolve("bucket/t/%s/output/model.tar.gz".formatted(firstJob())), model);
    assertThat(model.resolve("h")).hasContent("{\"eta\":\"0.1\"}");
    assertThat(model.resolve("name")).hasContent(firstJob());
  }

  @Test
  void X3_the_toolkit_of_an_image_finds_the_script_that_is_kept_here() throws Exception {
    at.file("src/train.sh", "");
    at.done(
        "Training",
        """
        {"AlgorithmSpecification": {"TrainingImage": "%s", "ContainerEntrypoint": ["sh", "-c"],
           "ContainerArguments": ["ls /opt/ml/code; cat /opt/ml/input/config/*rparameters.json"]},
         "HyperParameters": {"sagemaker_program": "\\"train.sh\\"",
           "sagemaker_submit_directory": "\\"file://./src\\""}, %s}
        """
            .formatted(BusyboxImage.NAME, OUTPUT));

    assertThat(at.printed())
        .isEqualTo(
            "train.sh\n{\"sagemaker_program\":\"\\\"train.sh\\\"\","
                + "\"sagemaker_submit_directory\":\"\\\"/opt/ml/code\\\"\"}");
  }

  @Test
  void X3_the_image_of_a_model_serves_it() throws Exception {
    at.file("model/factor", "2");
    Path archive = at.folder.resolve("model.tar.gz");
    Archive.pack(at.definition.resolve("model"), archive);
    at.objects.put(archive, "s3://bucket/m/model.tar.gz");
    at.put("s3://bucket/in/a.csv", "some words");
    at.setModel(
        "the-model",
        """
        {"PrimaryContainer": {"Image": "%s", "ModelDataUrl": "s3://bucket/m/model.tar.gz"}}
        """
            .formatted(BusyboxImage.NAME));

    at.done(
        "Transform",
        """
        {"ModelName": "the-model",
         "TransformInput": {"DataSource": {"S3DataSource":
           {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/in"}}},
         "TransformOutput": {"S3OutputPath": "s3://bucket/out"}}
        """);

    assertThat(at.read("s3://bucket/out/a.csv.out")).isEqualTo("2 true SOME WORDS");
    assertThat(at.printed()).contains("entry: serve");
    assertNoneIsLeft();
  }

  @Test
  void X3_a_failure_is_told_as_the_job_tells_it() throws Exception {
    assertThat(
            at.failure(
                "Processing", "{" + shell("echo no rows > /opt/ml/output/message; exit 3") + "}"))
        .isEqualTo("no rows (exit code 3)");
    assertThat(at.failure("Processing", "{" + shell("echo no rows >&2; exit 125") + "}"))
        .isEqualTo("the program ended with exit code 125; the last it printed: no rows");
    assertThat(at.failure("Processing", "{" + shell("kill -9 $$; kill -9 -1; exit 137") + "}"))
        .contains("exit code 137, killed by signal 9 (SIGKILL)");
  }

  @Test
  void X3_what_the_engine_cannot_do_is_told_from_what_the_program_did() throws Exception {
    String image = "{\"AppSpecification\": {\"ImageUri\": \"%s\"%s}}";
    assertThat(
            at.failure(
                "Processing",
                image.formatted(BusyboxImage.NAME, ", \"ContainerEntrypoint\": [\"no-such\"]")))
        .startsWith(
            "ClientError: the image %s has no such program that can be run (exit code 127)"
                .formatted(BusyboxImage.NAME))
        .contains("no-such");
    assertThat(at.failure("Processing", image.formatted("localhost:1/no-such-image", "")))
        .startsWith("InternalError: podman could not get the image localhost:1/no-such-image")
        .contains("; the last that was printed: ");
    assertThat(at.failure("Processing", image.formatted("--privileged", "")))
        .isEqualTo("ClientError: the ImageUri is no name of an image");
  }

  @Test
  void X3_a_job_that_asks_for_it_has_no_network() throws Exception {
    String job = "{" + shell("cd /sys/class/net && echo *") + "%s}";
    at.done("Processing", job.formatted(", \"NetworkConfig\": {\"EnableNetworkIsolation\": true}"));
    assertThat(at.printed()).isEqualTo("lo\n");
    at.done("Processing", job.formatted(""));
    assertThat(at.printed()).isNotEqualTo("lo\nlo\n");
  }

  @Test
  void X3_a_job_over_its_time_is_ended() throws Exception {
    String reason =
        at.failure(
            "Processing",
            "{" + waiting("") + ", \"StoppingCondition\": {\"MaxRuntimeInSeconds\": 1}}");

    assertThat(reason).startsWith("MaxRuntimeExceeded: it was ended after the 1 seconds");
    assertNoneIsLeft();
  }

  @Test
  void X8_an_interruption_asks_a_container_to_end_and_removes_it() throws Exception {
    StepRunner runner = at.runner();
    StepRunner.Job job = at.job("Processing", "{" + waiting("trap 'echo told; exit' TERM; ") + "}");
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<String> ended =
          threads.submit(() -> {
            try {
              return "it ended by itself: " + runner.run(job);
            } catch (InterruptedException expected) {
              return BusyboxImage.podman("ps", "--all", "--quiet", "--filter", labelled());
            }
          });
      awaitPrinted("waiting");
      threads.shutdownNow();

      assertThat(ended.get()).isEmpty();
    }
    assertThat(at.printed()).contains("told");
  }

  @Test
  void X9_containers_end_when_stepcache_is_killed() throws Exception {
    Process stepcache =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledStepcache.class.getName(),
                temporary.toString(),
                "{" + waiting("trap : TERM; ") + "}")
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(temporary.resolve("killed.log").toFile()))
            .start();
    try {
      awaitPrinted("waiting");
      stepcache.destroyForcibly().waitFor();
      while (!BusyboxImage.podman("ps", "--all", "--quiet", "--filter", labelled()).isEmpty()) {
        Thread.sleep(50);
      }
    } finally {
      stepcache.destroyForcibly();
    }
  }

  /** A stepcache of its own that runs one job, until it is killed. */
  static final class KilledStepcache {
    private KilledStepcache() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      Workshop.ofContainers(Path.of(arguments[0])).run("Processing", arguments[1]);
    }
  }

  @Test
  void X3_a_command_of_stepcache_json_wins_over_the_image() throws Exception {
    at.file(
        "stepcache.json",
        "{\"types\": {\"Processing\": {\"command\": [\"sh\", \"-c\", \"echo by the command\"]}}}");

    at.done("Processing", "{\"AppSpecification\": {\"ImageUri\": \"localhost:1/none\"}}");

    assertThat(at.printed()).isEqualTo("by the command\n");
  }

  private String waiting(String before) {
    return shell(before + "echo waiting; while :; do sleep 0.1; done");
  }

  private String firstJob() {
    return at.folder.getFileName() + "-1";
  }

  private String labelled() {
    return "label=dev.stepcache.job=" + firstJob();
  }

  private void assertNoneIsLeft() throws Exception {
    assertThat(BusyboxImage.podman("ps", "--all", "--quiet", "--filter", labelled())).isEmpty();
  }

  private void awaitPrinted(String text) throws IOException, InterruptedException {
    while (!at.printed().contains(text)) {
      Thread.sleep(20);
    }
  }
}

package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.StepRunner.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** X3: a Training step runs its entry point or its script under the /opt/ml contract. */
class TrainingJobTest {
  private static final String CHANNELS =
      """
      "InputDataConfig": [
        {"ChannelName": "train", "ContentType": "text/csv", "DataSource": {"S3DataSource":
          {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/train"}}},
        {"ChannelName": "code", "DataSource": {"S3DataSource": {"S3Uri": "file://./code"}}}]
      """;
  private static final String OUTPUT =
      "\"OutputDataConfig\": {\"S3OutputPath\": \"s3://bucket/t/\"}";

  @TempDir Path temporary;

  static Stream<String> modes() {
    return Workshop.canMount() ? Stream.of("rewrite", "mount") : Stream.of("rewrite");
  }

  private Workshop workshop(String mode, String script) throws IOException {
    Workshop at = new Workshop(temporary, mode);
    at.put("s3://bucket/train/rows.csv", "1,2");
    at.file("code/train.sh", script);
    return at;
  }

  private static String entryPoint(String more) {
    return """
    {"AlgorithmSpecification": {"TrainingInputMode": "File",
       "ContainerEntrypoint": ["sh", "/opt/ml/input/data/code/train.sh"]%s}, %s, %s}
    """
        .formatted(more, CHANNELS, OUTPUT);
  }

  private Path unpacked(Workshop at, String uri) throws IOException {
    Path archive = Files.write(at.folder.resolve("archive"), at.objects.read(uri).orElseThrow());
    Path folder = at.folder.resolve("unpacked");
    Archive.unpack(archive, folder);
    return folder;
  }

  @ParameterizedTest
  @MethodSource("modes")
  void X3_the_model_is_packed_and_described(String mode) throws Exception {
    Workshop at =
        workshop(
            mode,
            """
            ml=$STEPCACHE_OPT_ML
            mkdir $ml/model/code && cp $ml/input/data/train/rows.csv $ml/model/code
            cp $ml/input/config/*.json $ml/model
            echo "$TRAINING_JOB_NAME $SM_CHANNEL_TRAIN" > $ml/model/variables
            """);

    Result.Done done = at.done("Training", entryPoint(""));

    assertThat(Workshop.text(done.described()))
        .isEqualTo(
            "{\"ModelArtifacts\":{\"S3ModelArtifacts\":\"s3://bucket/t/job-1/output/model.tar.gz\"},"
                + "\"TrainingJobName\":\"job-1\"}");
    assertThat(done.stored().keySet()).containsExactly("s3://bucket/t/job-1/output/model.tar.gz");
    Path model = unpacked(at, "s3://bucket/t/job-1/output/model.tar.gz");
    assertThat(model.resolve("code/rows.csv")).hasContent("1,2");
    assertThat(model.resolve("variables"))
        .hasContent(
            "job-1 "
                + (mode.equals("mount") ? "/opt/ml" : at.folder + "/scratch/job-1/ml")
                + "/input/data/train");
    assertThat(Workshop.json(Files.readString(model.resolve("inputdataconfig.json"))))
        .isEqualTo(
            Workshop.json(
                """
                {"train": {"ContentType": "text/csv", "TrainingInputMode": "File",
                   "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"},
                 "code": {"TrainingInputMode": "File",
                   "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"}}
                """));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void X3_a_script_gets_its_hyperparameters_as_arguments(String mode) throws Exception {
    Workshop at = new Workshop(temporary, mode);
    Path code = at.definition.resolve("src");
    at.file("src/lib/said.txt", "from the library");
    at.file("src/train.sh", "cat lib/said.txt; echo; for word; do printf '%s\\n' \"$word\"; done");
    Archive.pack(code, at.definition.resolve("sourcedir.tar.gz"));

    at.done(
        "Training",
        """
        {"AlgorithmSpecification": {"TrainingImage": "image"}, %s,
         "HyperParameters": {"sagemaker_program": "\\"train.sh\\"",
           "sagemaker_submit_directory": "\\"file://./sourcedir.tar.gz\\"",
           "sagemaker_region": "\\"eu\\"", "eta": "0.10", "name": "\\"a b\\"", "plain": "text",
           "verbose": "true", "n": "5"}}
        """
            .formatted(OUTPUT));

    assertThat(at.printed().lines())
        .containsExactly(
            "from the library",
            "--eta",
            "0.10",
            "-n",
            "5",
            "--name",
            "a b",
            "--plain",
            "text",
            "--verbose",
            "True");
  }

  @Test
  void X3_a_script_may_lie_in_a_folder_and_be_named_by_the_environment() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");
    at.put("s3://bucket/src/train.sh", "echo trained with $SM_HP_ETA");

    at.done(
        "Training",
        """
        {%s, "HyperParameters": {"eta": "0.1"}, "Environment": {
           "SAGEMAKER_PROGRAM": "train.sh", "SAGEMAKER_SUBMIT_DIRECTORY": "s3://bucket/src"}}
        """
            .formatted(OUTPUT));

    assertThat(at.printed()).isEqualTo("trained with 0.1\n");
  }

  @Test
  void X3_a_script_that_is_not_in_its_folder_is_named() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");
    at.file("src/other.sh", "");

    assertThat(
            at.failure(
                "Training",
                """
                {%s, "HyperParameters": {"sagemaker_program": "train.sh",
                   "sagemaker_submit_directory": "file://./src"}}
                """
                    .formatted(OUTPUT)))
        .isEqualTo("ClientError: there is no train.sh in file://./src");
  }

  @Test
  void X3_further_output_is_packed_when_there_is_any() throws Exception {
    Workshop at = workshop("rewrite", "echo more > $STEPCACHE_OPT_ML/output/data/more");

    Result.Done done = at.done("Training", entryPoint(""));

    assertThat(done.stored().keySet())
        .containsExactlyInAnyOrder(
            "s3://bucket/t/job-1/output/model.tar.gz", "s3://bucket/t/job-1/output/output.tar.gz");
    assertThat(unpacked(at, "s3://bucket/t/job-1/output/output.tar.gz").resolve("more"))
        .hasContent("more");
  }

  @Test
  void X3_the_last_values_of_metrics_are_described() throws Exception {
    Workshop at =
        workshop("rewrite", "echo 'loss=0.9; acc: 0.1'; echo 'loss=0.25'; echo 'loss=nan'");
    Files.createDirectories(at.log.resolve("..").normalize());
    Files.writeString(at.log, "loss=77 acc: 77 of an earlier attempt\n");

    Result.Done done =
        at.done(
            "Training",
            entryPoint(
                """
                , "MetricDefinitions": [{"Name": "loss", "Regex": "loss=([0-9.a-z]+)"},
                   {"Name": "acc", "Regex": "acc: (?P<value>[0-9.]+)"},
                   {"Name": "never", "Regex": "never (.*)"}]
                """));

    assertThat(done.described().itemsOf("FinalMetricDataList"))
        .isEqualTo(
            Workshop.json(
                    """
                    {"list": [{"MetricName": "loss", "Value": 0.25},
                      {"MetricName": "acc", "Value": 0.1}]}
                    """)
                .itemsOf("list"));
  }

  @Test
  void X3_checkpoints_are_there_before_and_kept_after_even_of_a_failure() throws Exception {
    Workshop at =
        workshop(
            "rewrite",
            """
            cd $STEPCACHE_OPT_ML/checkpoints
            echo more >> epochs
            [ $(wc -l < epochs) -eq 2 ]
            """);
    String arguments =
        entryPoint("")
            .replaceFirst("\\{", "{\"CheckpointConfig\": {\"S3Uri\": \"s3://bucket/c\"},");

    at.failure("Training", arguments);
    Result.Done done = at.done("Training", arguments);

    assertThat(at.read("s3://bucket/c/epochs")).isEqualTo("more\nmore\n");
    assertThat(done.stored().keySet()).contains("s3://bucket/c/epochs");
  }

  @Test
  void X3_the_failure_file_is_the_reason() throws Exception {
    Workshop at =
        workshop(
            "rewrite", "echo noise; echo 'it diverged' > $STEPCACHE_OPT_ML/output/failure; exit 1");

    assertThat(at.failure("Training", entryPoint(""))).isEqualTo("it diverged (exit code 1)");
    assertThat(at.objects.objects("s3://bucket/t")).isEmpty();
  }

  @Test
  void X4_the_same_model_is_the_same_object_whenever_it_is_packed() throws Exception {
    Workshop at =
        workshop("rewrite", "cd $STEPCACHE_OPT_ML/model; mkdir b; echo 1 > b/é; echo 2 > a");

    at.done("Training", entryPoint(""));
    Thread.sleep(1100);
    at.done("Training", entryPoint(""));

    assertThat(at.objects.digest("s3://bucket/t/job-1/output/model.tar.gz"))
        .isEqualTo(at.objects.digest("s3://bucket/t/job-2/output/model.tar.gz"));
  }

  @Test
  void X3_a_step_with_neither_entry_point_nor_script_is_refused() throws IOException {
    Workshop at = new Workshop(temporary, "rewrite");

    assertThat(
            at.refusal(
                "Training", "{\"AlgorithmSpecification\": {\"TrainingImage\": \"xgboost\"}}"))
        .hasValueSatisfying(text ->
            assertThat(text)
                .contains("\"TheStep\"", "neither", "sagemaker_program", "stepcache.json"));
  }

  @Test
  void X3_what_no_file_can_stand_for_is_refused() throws IOException {
    Workshop at = new Workshop(temporary, "rewrite");
    String good = entryPoint("");

    assertThat(at.refusal("Training", good)).isEmpty();
    assertThat(at.refusal("Training", good.replace("\"File\"", "\"Pipe\""))).isPresent();
    assertThat(at.refusal("Training", good.replace("S3Prefix", "AugmentedManifestFile")))
        .isPresent();
    assertThat(at.refusal("Training", good.replace("S3DataSource", "FileSystemDataSource")))
        .isPresent();
    assertThat(at.refusal("Training", good.replace("\"train\"", "\"../train\""))).isPresent();
  }
}

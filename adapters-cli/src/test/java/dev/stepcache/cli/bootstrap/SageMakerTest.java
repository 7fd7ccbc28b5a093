package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.cli.bootstrap.Shell.Answer;
import dev.stepcache.cli.sagemaker.StubAws;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.persistence.objects.StubS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** X3, X4, X7: a pipeline on SageMaker, with its objects in S3. */
class SageMakerTest {
  private static final String DEFINITION =
      """
      {"Version": "2020-12-01", "Steps": [
        {"Name": "prepare", "Type": "Processing",
         "Arguments": {"AppSpecification": {"ImageUri": "image"}, "RoleArn": "role",
           "ProcessingOutputConfig": {"Outputs": [{"OutputName": "train",
             "S3Output": {"S3Uri": "s3://bucket/prepared", "LocalPath": "/opt/ml/processing/out"}}]}},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}},
        {"Name": "train", "Type": "Training",
         "Arguments": {"OutputDataConfig": {"S3OutputPath": "s3://bucket/models"},
           "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri":
             {"Get": "Steps.prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri"}}}}]},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}},
        {"Name": "model", "Type": "Model",
         "Arguments": {"PrimaryContainer": {"Image": "image", "ModelDataUrl":
           {"Get": "Steps.train.ModelArtifacts.S3ModelArtifacts"}}}},
        {"Name": "tell", "Type": "Lineage", "Arguments": {}}]}
      """;

  @TempDir Path folder;
  private Shell shell;
  private StubAws aws;
  private StubS3 s3;
  private String trained = "";

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(folder);
    aws = new StubAws();
    s3 = new StubS3();
    s3.environment().forEach(shell::variable);
    shell.variable("AWS_ENDPOINT_URL", aws.address().toString());
    shell.variable("STEPCACHE_ROLE_ARN", "usual");
    shell.write("p.json", DEFINITION);
    shell.write("stepcache.json", "{\"types\": {\"Lineage\": {\"command\": [\"true\"]}}}");
    aws.answers(
        "SageMaker.CreateProcessingJob",
        call -> {
          s3.put("s3://bucket/prepared/data.csv", "1,2,3");
          return "{}";
        });
    aws.answers(
        "SageMaker.DescribeProcessingJob",
        """
        {"ProcessingJobStatus": "Completed",
         "ProcessingOutputConfig": {"Outputs": [{"OutputName": "train",
           "S3Output": {"S3Uri": "s3://bucket/prepared"}}]}}
        """);
    aws.answers(
        "SageMaker.CreateTrainingJob",
        call -> {
          trained = "s3://bucket/models/" + name(call) + "/output/model.tar.gz";
          s3.put(trained, "model");
          return "{}";
        });
    aws.answers(
        "SageMaker.DescribeTrainingJob",
        call ->
            """
            {"TrainingJobStatus": "Completed", "TrainingJobName": "%s",
             "OutputDataConfig": {"S3OutputPath": "s3://bucket/models"},
             "ModelArtifacts": {"S3ModelArtifacts": "%s"}}
            """
                .formatted(name(call), trained));
    aws.answers("SageMaker.CreateModel", "{}");
    aws.refuses("SageMaker.CreateModel", 400, "ValidationException", "already existing model");
    aws.answers("SageMaker.DescribeModel", "{\"ModelName\": \"m\"}");
  }

  private static String name(StubAws.Call call) {
    return call.request().textMember("TrainingJobName").orElseThrow();
  }

  @AfterEach
  void close() {
    aws.close();
    s3.close();
  }

  @Test
  void X3_a_pipeline_runs_on_SageMaker_once_and_is_reused_then() throws IOException {
    Answer first = run();

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(outcomes(first))
        .containsExactly("NO_PREVIOUS_RUN", "NO_PREVIOUS_RUN", "STEP_TYPE_NOT_CACHEABLE");
    ObjectValue training = aws.only("SageMaker.CreateTrainingJob").request();
    assertThat(training.textMember("RoleArn")).contains("usual");
    assertThat(training.itemsOf("InputDataConfig").toString()).contains("s3://bucket/prepared");
    assertThat(aws.only("SageMaker.CreateModel").request().toString()).contains(trained);
    assertThat(aws.calls()).allMatch(call -> call.authorization().contains("Credential=key/"));
    assertThat(folder.resolve(".stepcache/s3/bucket")).doesNotExist();
    assertThat(log("prepare")).startsWith("CreateProcessingJob pipelines-");

    Answer second = run();

    assertThat(outcomes(second)).containsExactly("REUSED", "REUSED", "STEP_TYPE_NOT_CACHEABLE");
    assertThat(aws.operations())
        .containsOnlyOnce("SageMaker.CreateTrainingJob", "SageMaker.CreateProcessingJob");
  }

  @Test
  void X7_outputs_that_are_gone_from_S3_are_made_again() {
    run();
    s3.delete(trained);

    assertThat(outcomes(run("--verify", "none"))).startsWith("REUSED", "REUSED");
    assertThat(outcomes(run("--verify", "train=none"))).startsWith("REUSED", "REUSED");
    assertThat(outcomes(run("--verify", "exists"))).startsWith("REUSED", "OUTPUTS_MISSING");
  }

  @Test
  void X5_data_that_changed_in_S3_is_other_data() {
    run();
    s3.put("s3://bucket/prepared/more.csv", "4,5,6");

    // What the first step wrote is as it was; what the second one reads is not.
    assertThat(outcomes(run())).startsWith("REUSED", "ATTRIBUTES_CHANGED");
  }

  @Test
  void X3_what_SageMaker_has_no_job_for_is_refused_before_anything_starts() {
    shell.write("stepcache.json", "{}");

    Answer answer = run();

    assertThat(answer.exitCode()).isEqualTo(65);
    assertThat(answer.err()).contains("\"tell\"").contains("stepcache.json");
    assertThat(aws.calls()).isEmpty();
  }

  @Test
  void X4_what_leads_to_AWS_must_be_an_address() {
    shell.variable("AWS_ENDPOINT_URL", "no address");

    Answer answer = run();

    assertThat(answer.exitCode()).isEqualTo(64);
    assertThat(answer.err())
        .contains("AWS_ENDPOINT_URL is no address such as https://host:1234: \"no address\"");
  }

  @Test
  void X7_a_way_to_verify_that_there_is_none_of_is_refused() {
    assertThat(run("--verify", "train=maybe").exitCode()).isEqualTo(64);
    assertThat(run("--verify", "no-step=none").exitCode()).isEqualTo(66);
  }

  @Test
  void X4_a_lookup_finds_the_outputs_in_S3_where_it_is_told_to() {
    run();
    shell.write(
        "prepare.json",
        """
        {"Name": "prepare", "Type": "Processing",
         "Arguments": {"AppSpecification": {"ImageUri": "image"}},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}
        """);

    assertThat(lookup("--objects", "s3://")).isEqualTo("REUSED");
    assertThat(lookup()).isEqualTo("OUTPUTS_MISSING");
    assertThat(lookup("--verify", "none")).isEqualTo("REUSED");
  }

  private String lookup(String... more) {
    return textOf(
        shell
            .stepcache(
                words(
                    List.of("lookup", "--pipeline", "p", "prepare.json", "--output", "json"), more))
            .json(),
        "reason");
  }

  private Answer run(String... more) {
    return shell.stepcache(
        words(
            List.of(
                "run",
                "p.json",
                "--runner",
                "sagemaker",
                "--max-parallel",
                "1",
                "--output",
                "json"),
            more));
  }

  private static String[] words(List<String> first, String... more) {
    return Stream.concat(first.stream(), Arrays.stream(more)).toArray(String[]::new);
  }

  /** The reasons of all steps but the last, which is the user's own command. */
  private static List<String> outcomes(Answer answer) {
    return answer.json().itemsOf("steps").stream()
        .map(step -> (ObjectValue) step)
        .filter(step -> !textOf(step, "name").equals("tell"))
        .map(step -> textOf(step, "decision", "reason"))
        .toList();
  }

  private String log(String step) throws IOException {
    try (var files = Files.walk(folder.resolve(".stepcache"))) {
      Path log =
          files
              .filter(file -> file.getFileName().toString().equals(step + ".log"))
              .findFirst()
              .orElseThrow();
      return Files.readString(log);
    }
  }
}

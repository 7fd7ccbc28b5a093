package dev.stepcache.cli.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepFault;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** X3: steps as jobs of SageMaker and its neighbours, by their wire protocol. */
class SageMakerRunnerTest {
  private static final String UNIQUE = "0123456789";

  @TempDir Path folder;
  private StubAws aws;

  @BeforeEach
  void open() throws IOException {
    aws = new StubAws();
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void X3_a_steps_arguments_are_the_request_and_the_answer_of_Describe_its_outputs()
      throws Exception {
    aws.answers("SageMaker.CreateProcessingJob", "{\"ProcessingJobArn\": \"arn\"}");
    aws.answers(
        "SageMaker.DescribeProcessingJob",
        "{\"ProcessingJobStatus\": \"InProgress\"}",
        "{\"ProcessingJobStatus\": \"InProgress\"}",
        """
        {"ProcessingJobStatus": "Completed", "ProcessingJobArn": "arn", "CreationTime": 1767225600.1239,
         "NewerMember": {"Deep": [{"StartTime": 1767225600}]}, "StoppingCondition": {"MaxRuntimeInSeconds": 60},
         "ProcessingOutputConfig": {"Outputs": [{"OutputName": "o", "S3Output": {"S3Uri": "s3://b/o"}}]}}
        """);

    Result.Done done = done("Processing", "{\"RoleArn\": \"r\", \"Environment\": {\"K\": \"v\"}}");

    StubAws.Call create = aws.only("SageMaker.CreateProcessingJob");
    assertThat(create.request())
        .isEqualTo(
            json(
                "{\"RoleArn\": \"r\", \"Environment\": {\"K\": \"v\"}, \"ProcessingJobName\":"
                    + " \"pipelines-execution1-TheStep-0123456789\"}"));
    assertThat(create.authorization())
        .startsWith("AWS4-HMAC-SHA256 Credential=key/")
        .contains("/eu-west-1/sagemaker/aws4_request");
    assertThat(done.described().textMember("CreationTime")).contains("2026-01-01T00:00:00.123Z");
    assertThat(done.described().member("NewerMember"))
        .contains(json("{\"Deep\": [{\"StartTime\": \"2026-01-01T00:00:00.000Z\"}]}"));
    assertThat(done.described().member("StoppingCondition"))
        .contains(json("{\"MaxRuntimeInSeconds\": 60}"));
    assertThat(done.written()).containsExactly("s3://b/o");
    assertThat(Files.readString(folder.resolve("logs/step.log")))
        .isEqualTo(
            "CreateProcessingJob pipelines-execution1-TheStep-0123456789\nInProgress\nCompleted\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"TrainingJobStatus\": \"Failed\", \"FailureReason\": \"AlgorithmError: no\"} |"
            + " AlgorithmError: no",
        "{\"TrainingJobStatus\": \"Stopped\"} | it was stopped in SageMaker",
        "{\"TrainingJobStatus\": \"Deleted\"} | it is Deleted in SageMaker"
      })
  void X3_a_job_fails_for_the_reason_that_SageMaker_gives(String answer, String reason)
      throws Exception {
    aws.answers("SageMaker.CreateTrainingJob", "{}");
    aws.answers("SageMaker.DescribeTrainingJob", answer);

    assertThat(failure("Training", "{\"RoleArn\": \"r\"}")).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "400, ValidationException, ValidationException: no",
    "400, ResourceLimitExceeded, ResourceLimitExceeded: no",
    "400, ThrottlingException, ThrottlingException: no",
    "429, TooManyRequestsException, ThrottlingException: no",
    "500, InternalFailure, ServiceFault: no",
    "503, ServiceUnavailable, ServiceFault: no"
  })
  void X2_a_refused_request_fails_with_a_reason_of_its_kind(int status, String code, String reason)
      throws Exception {
    aws.refuses("SageMaker.CreateTrainingJob", status, code, "no");

    assertThat(failure("Training", "{\"RoleArn\": \"r\"}")).isEqualTo(reason);
    assertThat(StepFault.of(reason).isPresent()).isEqualTo(!reason.startsWith("Validation"));
    assertThat(aws.calls()).hasSize(reason.startsWith("V") || reason.startsWith("R") ? 1 : 3);
  }

  @Test
  void X2_a_service_that_cannot_be_reached_is_a_fault_of_the_service() throws Exception {
    aws.close();

    assertThat(failure("Training", "{\"RoleArn\": \"r\"}"))
        .startsWith("ServiceFault: 127.0.0.1 cannot be reached: ");
  }

  @Test
  void X3_trouble_in_asking_for_a_job_is_no_failure_of_it() throws Exception {
    aws.answers("SageMaker.CreateTrainingJob", "{}");
    for (int i = 0; i < 8; i++) {
      aws.refuses("SageMaker.DescribeTrainingJob", 500 + i % 2, "InternalFailure", "no");
      aws.refuses("SageMaker.DescribeTrainingJob", 400, "ThrottlingException", "slowly");
    }
    aws.answers("SageMaker.DescribeTrainingJob", "{\"TrainingJobStatus\": \"Completed\"}");

    assertThat(done("Training", "{\"RoleArn\": \"r\"}").described().textMember("TrainingJobStatus"))
        .contains("Completed");
  }

  @Test
  void X8_an_interruption_stops_the_job() throws Exception {
    aws.answers("SageMaker.CreateTrainingJob", "{}");
    aws.answers("SageMaker.DescribeTrainingJob", "{\"TrainingJobStatus\": \"InProgress\"}");
    aws.answers("SageMaker.StopTrainingJob", "");
    Job job = job("Training", "{\"RoleArn\": \"r\"}", "");
    FutureTask<Result> work = new FutureTask<>(() -> runner(Optional.empty()).run(job));
    Thread thread = Thread.ofVirtual().start(work);
    while (!aws.operations().contains("SageMaker.DescribeTrainingJob")) {
      Thread.sleep(5);
    }

    thread.interrupt();

    assertThatThrownBy(work::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(aws.only("SageMaker.StopTrainingJob").request())
        .isEqualTo(json("{\"TrainingJobName\": \"pipelines-execution1-TheStep-0123456789\"}"));
  }

  @Test
  void X8_an_interruption_while_a_cluster_is_asked_for_ends_the_cluster() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    aws.answers(
        "ElasticMapReduce.RunJobFlow",
        call -> {
          asked.countDown();
          try {
            interrupted.await();
          } catch (InterruptedException closed) {
            return "";
          }
          return "{\"JobFlowId\": \"j-3\"}";
        });
    aws.answers("ElasticMapReduce.AddJobFlowSteps", "{\"StepIds\": [\"s-3\"]}");
    aws.answers("ElasticMapReduce.CancelSteps", "");
    aws.answers("ElasticMapReduce.TerminateJobFlows", "");
    Job job = job("EMR", "{\"ClusterConfig\": {}}", "");
    FutureTask<Result> work = new FutureTask<>(() -> runner(Optional.empty()).run(job));
    Thread thread = Thread.ofVirtual().start(work);
    asked.await();

    thread.interrupt();
    interrupted.countDown();

    assertThatThrownBy(work::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(aws.only("ElasticMapReduce.CancelSteps").request().toString()).contains("s-3");
    assertThat(aws.only("ElasticMapReduce.TerminateJobFlows").request().toString()).contains("j-3");
  }

  @Test
  void X3_names_are_as_short_as_the_service_wants_them_and_end_as_no_other() throws Exception {
    aws.answers("SageMaker.CreateTransformJob", "{}");
    aws.answers("SageMaker.DescribeTransformJob", "{\"TransformJobStatus\": \"Completed\"}");
    done("Transform", "{\"TransformJobName\": \"my_" + "x".repeat(80) + "\"}");
    assertThat(sentName("Transform")).hasSize(63).startsWith("my-xxx").endsWith("x-" + UNIQUE);

    aws.answers("SageMaker.CreateAutoMLJob", "{}");
    aws.answers("SageMaker.DescribeAutoMLJob", "{\"AutoMLJobStatus\": \"Completed\"}");
    done("AutoML", "{\"RoleArn\": \"r\"}");
    assertThat(sentName("AutoML")).isEqualTo("pipelines-execution1-" + UNIQUE).hasSizeLessThan(33);
  }

  private String sentName(String type) {
    return aws.only("SageMaker.Create" + type + "Job")
        .request()
        .textMember(type + "JobName")
        .orElseThrow();
  }

  @Test
  void X3_a_job_without_a_role_has_the_usual_one_or_is_refused() throws Exception {
    aws.answers("SageMaker.CreateHyperParameterTuningJob", "{}");
    aws.answers(
        "SageMaker.DescribeHyperParameterTuningJob",
        "{\"HyperParameterTuningJobStatus\": \"Failed\"}");
    String arguments =
        "{\"TrainingJobDefinitions\": [{\"DefinitionName\": \"a\"}, {\"RoleArn\": \"own\"}]}";

    Result unused = runner(Optional.of("usual")).run(job("Tuning", arguments, ""));

    assertThat(
            aws.only("SageMaker.CreateHyperParameterTuningJob")
                .request()
                .itemsOf("TrainingJobDefinitions"))
        .containsExactly(
            json("{\"DefinitionName\": \"a\", \"RoleArn\": \"usual\"}"),
            json("{\"RoleArn\": \"own\"}"));
    assertThat(refusal("Tuning", "{\"Arguments\": %s}".formatted(arguments)))
        .isEqualTo(
            "Step \"TheStep\" of type Tuning has no RoleArn, and STEPCACHE_ROLE_ARN names no role"
                + " either.");
    assertThat(refusal("Processing", "{\"Arguments\": {\"RoleArn\": {\"Get\": \"Parameters.R\"}}}"))
        .isEmpty();
  }

  @Test
  void X4_a_tuning_hands_on_its_trainings_the_best_first() throws Exception {
    aws.answers("SageMaker.CreateHyperParameterTuningJob", "{}");
    aws.answers(
        "SageMaker.DescribeHyperParameterTuningJob",
        call ->
            """
            {"HyperParameterTuningJobStatus": "Completed", "HyperParameterTuningJobName": "%s",
             "HyperParameterTuningJobConfig": {"HyperParameterTuningJobObjective": {"Type": "Minimize"}},
             "TrainingJobDefinition": {"OutputDataConfig": {"S3OutputPath": "s3://b/models/"}}}
            """
                .formatted(call.request().textMember("HyperParameterTuningJobName").orElseThrow()));
    aws.answers(
        "SageMaker.ListTrainingJobsForHyperParameterTuningJob",
        "{\"TrainingJobSummaries\": [{\"TrainingJobName\": \"t-2\"}, {\"TrainingJobName\":"
            + " \"t-1\"}]}");

    Result.Done done = done("Tuning", "{\"TrainingJobDefinition\": {\"RoleArn\": \"r\"}}");

    assertThat(done.described().itemsOf("TrainingJobSummaries"))
        .containsExactly(
            json("{\"TrainingJobName\": \"t-2\"}"), json("{\"TrainingJobName\": \"t-1\"}"));
    assertThat(
            aws.only("SageMaker.ListTrainingJobsForHyperParameterTuningJob")
                .request()
                .textMember("SortOrder"))
        .contains("Ascending");
    assertThat(done.written())
        .containsExactlyInAnyOrder("s3://b/models/t-1/", "s3://b/models/t-2/");
  }

  @Test
  void X4_an_AutoML_job_hands_on_where_the_reports_on_its_best_candidate_lie() throws Exception {
    aws.answers("SageMaker.CreateAutoMLJob", "{}");
    aws.answers(
        "SageMaker.DescribeAutoMLJob",
        """
        {"AutoMLJobStatus": "Completed", "AutoMLJobName": "auto", "OutputDataConfig": {"S3OutputPath": "s3://b/out"},
         "BestCandidate": {"CandidateProperties": {"CandidateArtifactLocations":
           {"Explainability": "s3://b/x/", "ModelInsights": "s3://b/i"}}}}
        """);

    Result.Done done = done("AutoML", "{\"RoleArn\": \"r\"}");

    assertThat(done.described().member("BestCandidateProperties"))
        .contains(
            json(
                "{\"ModelInsightsJsonReportPath\": \"s3://b/i/statistics.json\","
                    + " \"ExplainabilityJsonReportPath\": \"s3://b/x/analysis.json\"}"));
    assertThat(done.written()).containsExactly("s3://b/out/auto/");
  }

  @Test
  void X4_a_check_that_calculates_a_baseline_hands_it_on() throws Exception {
    aws.answers("SageMaker.CreateProcessingJob", "{}");
    aws.answers(
        "SageMaker.DescribeProcessingJob",
        """
        {"ProcessingJobStatus": "Completed",
         "ProcessingOutputConfig": {"Outputs": [{"S3Output": {"S3Uri": "s3://b/base"}}]}}
        """);
    String step =
        ", \"SkipCheck\": true, \"RegisterNewBaseline\": %s,"
            + " \"SuppliedBaselineConstraints\": \"s3://b/supplied.json\"";

    ObjectValue registered = check(step.formatted("true"));
    ObjectValue supplied = check(step.formatted("\"False\""));

    assertThat(registered.textMember("CalculatedBaselineStatistics"))
        .contains("s3://b/base/statistics.json");
    assertThat(registered.textMember("BaselineUsedForDriftCheckConstraints"))
        .contains("s3://b/base/constraints.json");
    assertThat(supplied.textMember("BaselineUsedForDriftCheckConstraints"))
        .contains("s3://b/supplied.json");
    assertThat(supplied.member("BaselineUsedForDriftCheckStatistics")).isEmpty();
    assertThat(
            refusal("QualityCheck", "{\"Arguments\": {\"RoleArn\": \"r\"}, \"SkipCheck\": false}"))
        .contains("compares with a baseline");
  }

  private ObjectValue check(String step) throws Exception {
    Result result = runner(Optional.empty()).run(job("QualityCheck", "{\"RoleArn\": \"r\"}", step));
    return ((Result.Done) result).described();
  }

  @Test
  void X3_a_model_of_the_same_content_is_made_once() throws Exception {
    aws.answers("SageMaker.CreateModel", "{\"ModelArn\": \"arn\"}");
    aws.refuses(
        "SageMaker.CreateModel",
        400,
        "ValidationException",
        "Cannot create already existing model");
    aws.answers("SageMaker.DescribeModel", "{\"ModelName\": \"m\", \"ModelArn\": \"arn\"}");
    String arguments = "{\"ExecutionRoleArn\": \"r\", \"PrimaryContainer\": {\"Image\": \"i\"}}";

    assertThat(done("Model", arguments).described().textMember("ModelArn")).contains("arn");
    assertThat(done("Model", arguments).described().textMember("ModelName")).contains("m");
    assertThat(aws.calls().get(0).request().textMember("ModelName"))
        .contains("TheStep-0123456789abcdef");

    String named = arguments.replace("{\"Exec", "{\"ModelName\": \"mine\", \"Exec");
    assertThat(failure("Model", named)).contains("already existing");
  }

  @Test
  void X3_a_registered_model_is_waited_for_and_its_group_made_at_need() throws Exception {
    aws.refuses(
        "SageMaker.DescribeModelPackageGroup", 400, "ValidationException", "g does not exist");
    aws.answers("SageMaker.CreateModelPackageGroup", "{}");
    aws.answers("SageMaker.CreateModelPackage", "{\"ModelPackageArn\": \"arn/1\"}");
    aws.answers(
        "SageMaker.DescribeModelPackage",
        "{\"ModelPackageStatus\": \"InProgress\"}",
        "{\"ModelPackageStatus\": \"Completed\", \"ModelPackageArn\": \"arn/1\"}");

    Result.Done done = done("RegisterModel", "{\"ModelPackageGroupName\": \"g\"}");

    assertThat(done.described().textMember("ModelPackageArn")).contains("arn/1");
    assertThat(aws.only("SageMaker.CreateModelPackage").request())
        .isEqualTo(json("{\"ModelPackageGroupName\": \"g\"}"));
    assertThat(aws.only("SageMaker.CreateModelPackageGroup").request())
        .isEqualTo(json("{\"ModelPackageGroupName\": \"g\"}"));
  }

  @Test
  void X3_an_endpoint_is_waited_for() throws Exception {
    aws.answers("SageMaker.CreateEndpoint", "{}");
    aws.answers(
        "SageMaker.DescribeEndpoint",
        "{\"EndpointStatus\": \"Creating\"}",
        "{\"EndpointStatus\": \"InService\", \"EndpointName\": \"e\"}");

    assertThat(done("Endpoint", "{\"EndpointName\": \"e\"}").described().textMember("EndpointName"))
        .contains("e");
  }

  @Test
  void X3_an_EMR_step_runs_on_its_cluster() throws Exception {
    aws.answers("ElasticMapReduce.AddJobFlowSteps", "{\"StepIds\": [\"s-1\"]}");
    aws.answers(
        "ElasticMapReduce.DescribeStep",
        "{\"Step\": {\"Id\": \"s-1\", \"Status\": {\"State\": \"PENDING\"}}}",
        "{\"Step\": {\"Id\": \"s-1\", \"Status\": {\"State\": \"COMPLETED\"}}}");

    Result.Done done =
        done(
            "EMR",
            "{\"ClusterId\": \"j-1\", \"StepConfig\": {\"HadoopJarStep\": {\"Jar\": \"a\"}}}");

    assertThat(done.described().textMember("Id")).contains("s-1");
    assertThat(done.described().textMember("ClusterId")).contains("j-1");
    assertThat(aws.only("ElasticMapReduce.AddJobFlowSteps").request())
        .isEqualTo(
            json(
                """
                {"JobFlowId": "j-1", "Steps": [{"Name": "pipelines-execution1-TheStep-0123456789",
                  "ActionOnFailure": "CONTINUE", "HadoopJarStep": {"Jar": "a"}}]}
                """));
    assertThat(aws.calls().get(0).authorization()).contains("/elasticmapreduce/aws4_request");
  }

  @Test
  void X3_an_EMR_cluster_of_a_steps_own_ends_with_it() throws Exception {
    aws.answers("ElasticMapReduce.RunJobFlow", "{\"JobFlowId\": \"j-2\"}");
    aws.answers("ElasticMapReduce.AddJobFlowSteps", "{\"StepIds\": [\"s-1\"]}");
    aws.answers(
        "ElasticMapReduce.DescribeStep", "{\"Step\": {\"Status\": {\"State\": \"CANCELLED\"}}}");
    aws.answers(
        "ElasticMapReduce.DescribeCluster",
        "{\"Cluster\": {\"Status\": {\"StateChangeReason\": {\"Message\": \"no such subnet\"}}}}");
    aws.answers("ElasticMapReduce.TerminateJobFlows", "");

    String reason =
        failure(
            "EMR",
            "{\"ClusterConfig\": {\"ReleaseLabel\": \"emr-7\", \"Instances\": {\"InstanceCount\":"
                + " 2}}}");

    assertThat(reason).isEqualTo("no such subnet");
    assertThat(aws.only("ElasticMapReduce.RunJobFlow").request().objectMember("Instances"))
        .contains(json("{\"InstanceCount\": 2, \"KeepJobFlowAliveWhenNoSteps\": true}"));
    assertThat(aws.only("ElasticMapReduce.TerminateJobFlows").request())
        .isEqualTo(json("{\"JobFlowIds\": [\"j-2\"]}"));
  }

  @Test
  void X3_a_Lambda_step_calls_its_function() throws Exception {
    String path = "/2015-03-31/functions/arn%3Aaws%3Alambda%3Af/invocations";
    aws.answers(path, "{\"verdict\": \"good\", \"more\": 1}");
    aws.answersWith(
        path, Map.of("X-Amz-Function-Error", "Unhandled"), "{\"errorMessage\": \"division\"}");
    String step =
        ", \"FunctionArn\": \"arn:aws:lambda:f\", \"OutputParameters\": [{\"OutputName\":"
            + " \"verdict\"}]";

    Result first = runner(Optional.empty()).run(job("Lambda", "{\"x\": 1}", step));
    Result second = runner(Optional.empty()).run(job("Lambda", "{\"x\": 1}", step));

    assertThat(((Result.Done) first).described())
        .isEqualTo(json("{\"OutputParameters\": {\"more\": 1, \"verdict\": \"good\"}}"));
    assertThat(aws.calls().get(0).request()).isEqualTo(json("{\"x\": 1}"));
    assertThat(((Result.Failed) second).reason()).isEqualTo("FunctionError: division");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EMRServerless", "Lineage", "Unheard"})
  void X3_what_is_no_job_is_refused_before_anything_starts(String type) throws Exception {
    assertThat(refusal(type, "{\"Arguments\": {}}"))
        .isEqualTo(
            "Step \"TheStep\" of type %s is no job that can be handed to SageMaker; give it a command in stepcache.json."
                .formatted(type));
  }

  @Test
  void X3_a_place_on_this_machine_is_refused() throws Exception {
    assertThat(
            refusal(
                "Processing",
                "{\"Arguments\": {\"RoleArn\": \"r\", \"ProcessingInputs\": [{\"S3Uri\":"
                    + " \"file://./data\"}]}}"))
        .isEqualTo(
            "Step \"TheStep\" of type Processing names file://./data, which SageMaker cannot"
                + " reach.");
  }

  private String refusal(String type, String content) {
    return runner(Optional.empty())
        .refusal(new StepName("TheStep"), new StepType(type), json(content))
        .orElse("");
  }

  private Result.Done done(String type, String arguments) throws Exception {
    Result result = runner(Optional.empty()).run(job(type, arguments, ""));
    assertThat(result).isInstanceOf(Result.Done.class);
    return (Result.Done) result;
  }

  private String failure(String type, String arguments) throws Exception {
    Result result = runner(Optional.empty()).run(job(type, arguments, ""));
    assertThat(result).isInstanceOf(Result.Failed.class);
    return ((Result.Failed) result).reason();
  }

  private StepRunner runner(Optional<String> role) {
    URI address = aws.address();
    SdkHttpClient http = UrlConnectionHttpClient.create();
    AwsCalls calls =
        new AwsCalls(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            Region.EU_WEST_1,
            service -> address,
            service -> http,
            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .build());
    SplittableRandom random = new SplittableRandom(7);
    return new SageMakerRunner(
        SageMakerRunners.works(step -> step.name() + "-0123456789abcdef", role),
        calls,
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(20), random));
  }

  /**
   * A job of a step with these arguments.
   *
   * @param more further members of the step, each after a comma
   */
  private Job job(String type, String arguments, String more) throws IOException {
    String content =
        "{\"Name\": \"TheStep\", \"Type\": \"%s\", \"Arguments\": %s%s}"
            .formatted(type, arguments, more);
    Step step =
        new Step(
            new StepName("TheStep"), new StepType(type), json(content), new CacheConfig.Disabled());
    return new Job(
        new PipelineName("ThePipeline"),
        new ExecutionId("execution1"),
        step,
        "pipelines-execution1-TheStep-" + UNIQUE,
        folder,
        folder.resolve("logs/step.log"),
        note -> {});
  }

  private static ObjectValue json(String text) {
    return (ObjectValue) JsonReader.readOwn(text);
  }

  @Test
  void looks_are_further_apart_each_time_up_to_a_limit() {
    Backoff backoff =
        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new SplittableRandom(1));
    for (int look : List.of(0, 1, 2, 3, 4)) {
      assertThat(backoff.after(look))
          .isBetween(Duration.ofMillis(500L << look), Duration.ofSeconds(1L << look));
    }
    assertThat(backoff.after(1_000_000)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }
}

package dev.stepcache.http.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.Execution;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.http.TestService;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H1: the protocol, AWS JSON 1.1, where clients send what the SDKs would not. */
class ProtocolTest {
  @TempDir Path folder;
  private TestService service;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    service = TestService.in(folder);
  }

  @AfterEach
  void stop() {
    client.close();
    service.close();
  }

  private HttpResponse<String> post(String target, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.uri("/"))
            .header("Content-Type", "application/x-amz-json-1.1")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!target.isEmpty()) {
      request.header("X-Amz-Target", target);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void assertError(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains(type);
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.1");
    assertThat(answer.body()).contains("\"__type\":\"" + type + "\"").doesNotContain("Exception:");
  }

  @Test
  void an_answer_is_json_with_the_name_of_its_request() throws Exception {
    HttpResponse<String> answer = post("SageMaker.ListPipelines", "{}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"PipelineSummaries\":[]}");
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
  }

  @Test
  void what_is_no_json_or_of_the_wrong_kind_cannot_be_serialized() throws Exception {
    assertError(post("SageMaker.ListPipelines", "{\"MaxResults\""), 400, "SerializationException");
    assertError(post("SageMaker.ListPipelines", "[]"), 400, "SerializationException");
    assertError(
        post("SageMaker.ListPipelines", "{\"MaxResults\": \"7\"}"), 400, "SerializationException");
    assertError(post("SageMaker.CreatePipeline", "{\"Tags\": {}}"), 400, "SerializationException");
  }

  @Test
  void an_operation_that_is_not_there_is_unknown() throws Exception {
    assertError(post("SageMaker.CreateTrainingJob", "{}"), 400, "UnknownOperationException");
    assertError(post("Other.ListPipelines", "{}"), 400, "UnknownOperationException");
    assertError(post("", "{}"), 400, "UnknownOperationException");
  }

  @Test
  void unknown_members_are_ignored() throws Exception {
    assertThat(post("SageMaker.ListPipelines", "{\"Colour\": {\"a\": [1]}}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void all_that_is_wrong_is_told_at_once_with_its_place() throws Exception {
    HttpResponse<String> answer =
        post(
            "SageMaker.CreatePipeline",
            """
            {"PipelineName": "-p", "ClientRequestToken": "short",
             "PipelineDefinitionS3Location": {"Bucket": "B"},
             "ParallelismConfiguration": {"MaxParallelExecutionSteps": 0},
             "Tags": [{"Key": "ok", "Value": "ok"}, {"Key": "", "Value": "v"}]}\
            """);

    assertError(answer, 400, "ValidationException");
    assertThat(answer.body())
        .contains("7 validation errors detected: ")
        .contains(
            "Value '-p' at 'pipelineName' failed to satisfy constraint: Member must satisfy regular"
                + " expression pattern: ")
        .contains("Value null at 'roleArn' failed to satisfy constraint: Member must not be null")
        .contains(
            "Value 'short' at 'clientRequestToken' failed to satisfy constraint: Member must have"
                + " length greater than or equal to 32")
        .contains("at 'tags.2.member.key'")
        .contains("'pipelineDefinitionS3Location.bucket'")
        .contains("'pipelineDefinitionS3Location.objectKey'")
        .contains("'parallelismConfiguration.maxParallelExecutionSteps'");
  }

  @Test
  void one_fault_is_one_error() throws Exception {
    assertThat(post("SageMaker.DescribePipeline", "{\"PipelineName\": \"\"}").body())
        .contains("1 validation error detected: Value '' at 'pipelineName'");
    assertThat(post("SageMaker.ListPipelines", "{\"SortBy\": \"Colour\"}").body())
        .contains("Member must satisfy enum value set: [CreationTime, Name]");
  }

  @Test
  void a_long_value_is_shown_as_far_as_whole_characters_go() throws Exception {
    for (String before : new String[] {"", "a"}) {
      HttpResponse<String> answer =
          post(
              "SageMaker.DeletePipeline",
              "{\"PipelineName\": \"%s\"}".formatted(before + "🦊".repeat(300)));
      assertError(answer, 400, "ValidationException");
      assertThat(answer.body()).contains("🦊…'");
    }
  }

  @Test
  void an_arn_of_another_account_names_nothing_here() throws Exception {
    assertError(
        post(
            "SageMaker.DescribePipeline",
            "{\"PipelineName\": \"arn:aws:sagemaker:eu-west-1:999999999999:pipeline/p\"}"),
        400,
        "ResourceNotFound");
  }

  private void spoil(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void a_store_that_is_away_is_told_so_that_clients_try_again() throws Exception {
    spoil("drop table registered_pipeline");

    HttpResponse<String> answer = post("SageMaker.ListPipelines", "{}");

    assertError(answer, 503, "ServiceUnavailable");
    assertThat(answer.body()).doesNotContain("registered_pipeline");
  }

  @Test
  void our_own_fault_tells_its_request_and_no_more() throws Exception {
    Execution execution =
        new Execution(
            new ExecutionId("abcdefghijkl"),
            service.store().history().openPipeline(new PipelineName("p"), Instant.EPOCH).id(),
            RunKind.REAL,
            Execution.Status.SUCCEEDED,
            Instant.EPOCH,
            Optional.of(Instant.EPOCH),
            Optional.empty(),
            "{}",
            "{}",
            "{\"inFlight\": \"what nobody wrote\"}",
            0);
    assertThat(service.store().history().begin(execution, Optional.empty())).isTrue();

    HttpResponse<String> answer =
        post("SageMaker.ListPipelineExecutions", "{\"PipelineName\": \"p\"}");

    assertError(answer, 500, "InternalFailure");
    assertThat(answer.body())
        .contains(answer.headers().firstValue("x-amzn-RequestId").orElseThrow())
        .doesNotContain("nobody");
  }
}

package dev.stepcache.cli.bootstrap;

import static dev.stepcache.domain.attribute.AttributeValue.text;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.persistence.mysql.MySqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** H4, H5: serve as a process, alone and as one of several nodes on one MySQL. */
@Timeout(value = 180, unit = SECONDS)
class ServeTest {
  private static final String TOKEN = "a-token-of-thirty-two-characters-";

  private static final String DEFINITION =
      """
      {"Version": "2020-12-01",
       "Parameters": [{"Name": "Seconds", "Type": "String", "DefaultValue": "0"}],
       "Steps": [
        {"Name": "Prepare", "Type": "Processing",
         "Arguments": {"AppSpecification": {"ImageUri": "i"}, "Environment": {"SECONDS": {"Get": "Parameters.Seconds"}}},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P1D"}}]}
      """;

  /** Sleeps as long as its step says. */
  private static final String COMMANDS =
      """
      {"types": {"Processing": {"command": ["sh", "-c",
        "exec sleep $(sed 's/.*SECONDS[^0-9]*\\\\([0-9.]*\\\\).*/\\\\1/' $STEPCACHE_STEP)"]}}}
      """;

  @TempDir Path folder;
  private Path one;
  private Path two;

  @BeforeEach
  void set_up() throws Exception {
    one = Files.createDirectories(folder.resolve("one"));
    two = Files.createDirectories(folder.resolve("two"));
    Files.writeString(one.resolve("stepcache.json"), COMMANDS);
    Files.writeString(two.resolve("stepcache.json"), COMMANDS);
  }

  @Test
  void H1_a_pipeline_is_run_and_reused_and_SIGTERM_ends_the_service_with_0() throws Exception {
    try (Node node = Node.start(one)) {
      String first = start(create(node, DEFINITION), "0");
      assertThat(awaitEnd(node, first)).isEqualTo("Succeeded");
      assertThat(step(node, first).objectMember("CacheHitResult")).isEmpty();

      String second = start(node, "0");
      assertThat(awaitEnd(node, second)).isEqualTo("Succeeded");
      assertThat(
              step(node, second)
                  .objectMember("CacheHitResult")
                  .orElseThrow()
                  .textMember("SourcePipelineExecutionArn"))
          .hasValue(first);
      assertThat(node.get("/health").statusCode()).isEqualTo(200);
      assertThat(node.terminate()).isZero();
      assertThat(node.told()).contains("whoever can reach it may do everything");
    }
  }

  @Test
  void H4_an_execution_ends_within_the_time_of_grace_when_the_service_does() throws Exception {
    try (Node node = Node.start(one, "--grace", "20")) {
      start(create(node, DEFINITION), "1");
      Thread.sleep(500);
      assertThat(node.terminate()).isZero();
    }
    assertThat(executions(one)).contains("Succeeded");
  }

  @Test
  void H4_an_execution_that_outlasts_the_time_of_grace_is_stopped() throws Exception {
    try (Node node = Node.start(one, "--grace", "1")) {
      start(create(node, DEFINITION), "600");
      Thread.sleep(500);
      assertThat(node.terminate()).isZero();
    }
    assertThat(executions(one)).contains("Stopped");
  }

  @Test
  void H5_what_one_node_runs_the_other_describes_and_stops() throws Exception {
    String[] shared = shared("serve_stop");
    try (Node first = Node.start(one, shared);
        Node second = Node.start(two, shared)) {
      String execution = start(create(first, DEFINITION), "600");
      assertThat(status(second, execution)).isEqualTo("Executing");
      second.call(
          "StopPipelineExecution",
          Map.of(
              "PipelineExecutionArn", text(execution), "ClientRequestToken", text(TOKEN + "stop")));
      assertThat(awaitEnd(second, execution)).isEqualTo("Stopped");
      assertThat(status(first, execution)).isEqualTo("Stopped");
    }
  }

  @Test
  void H5_the_executions_of_a_killed_node_are_stopped_by_another_and_can_be_retried_there()
      throws Exception {
    String[] shared = shared("serve_kill");
    try (Node first = Node.start(one, shared);
        Node second = Node.start(two, shared)) {
      String execution = start(create(first, DEFINITION), "2");
      Thread.sleep(500);
      first.kill();
      assertThat(awaitEnd(second, execution)).isEqualTo("Stopped");
      second.call(
          "RetryPipelineExecution",
          Map.of(
              "PipelineExecutionArn",
              text(execution),
              "ClientRequestToken",
              text(TOKEN + "retry")));
      assertThat(awaitEnd(second, execution)).isEqualTo("Succeeded");
    }
  }

  @Test
  void H5_a_node_with_another_object_store_refuses_to_start() throws Exception {
    String[] shared = shared("serve_objects");
    try (Node first = Node.start(one, shared)) {
      assertThat(first.get("/health").statusCode()).isEqualTo(200);
      assertThat(Node.refused(two, "--history", shared[1], "--objects", "elsewhere"))
          .startsWith("64: ")
          .contains("the nodes of this service keep objects in the store");
    }
  }

  @Test
  void H5_files_of_one_machine_are_refused_where_several_may_run_the_same() throws Exception {
    String definition =
        """
        {"Steps": [{"Name": "Read", "Type": "Processing",
          "Arguments": {"ProcessingInputs": [{"S3Input": {"S3Uri": "file:///etc/hostname"}}]}}]}
        """;
    try (Node node = Node.start(one, shared("serve_files"))) {
      var refused =
          node.answer(
              "CreatePipeline",
              Map.of(
                  "PipelineName", text("p"),
                  "PipelineDefinition", text(definition),
                  "ClientRequestToken", text(TOKEN),
                  "RoleArn", text("arn:aws:iam::123456789012:role/pipelines")));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("ValidationException").contains("S3Uri");
    }
  }

  @Test
  void H3_serving_to_others_without_credentials_is_refused() throws Exception {
    assertThat(Node.refused(one, "--host", "0.0.0.0")).startsWith("64: ").contains("access");
  }

  @Test
  void H4_a_port_that_is_taken_is_told() throws Exception {
    try (Node node = Node.start(one)) {
      String port = node.address().replaceFirst(".*:", "");
      assertThat(Node.refused(two, "--port", port)).startsWith("64: ").contains(port);
    }
  }

  private String[] shared(String database) {
    return new String[] {
      "--history",
      MySqlServer.shared().newJdbcUrl(database),
      "--objects",
      folder.resolve("objects").toString()
    };
  }

  private static Node create(Node node, String definition) throws Exception {
    node.call(
        "CreatePipeline",
        Map.of(
            "PipelineName", text("p"),
            "PipelineDefinition", text(definition),
            "ClientRequestToken", text(TOKEN),
            "RoleArn", text("arn:aws:iam::123456789012:role/pipelines")));
    return node;
  }

  private static String start(Node node, String seconds) throws Exception {
    ObjectValue parameter =
        AttributeValue.object(Map.of("Name", text("Seconds"), "Value", text(seconds)));
    return node.call(
            "StartPipelineExecution",
            Map.of(
                "PipelineName",
                text("p"),
                "PipelineParameters",
                AttributeValue.list(parameter),
                "ClientRequestToken",
                text(TOKEN + System.nanoTime())))
        .textMember("PipelineExecutionArn")
        .orElseThrow();
  }

  private static String status(Node node, String execution) throws Exception {
    return node.call("DescribePipelineExecution", Map.of("PipelineExecutionArn", text(execution)))
        .textMember("PipelineExecutionStatus")
        .orElseThrow();
  }

  private static String awaitEnd(Node node, String execution) throws Exception {
    while (true) {
      String status = status(node, execution);
      if (!status.equals("Executing") && !status.equals("Stopping")) {
        return status;
      }
      Thread.sleep(100);
    }
  }

  private static ObjectValue step(Node node, String execution) throws Exception {
    return node.call("ListPipelineExecutionSteps", Map.of("PipelineExecutionArn", text(execution)))
        .itemsOf("PipelineExecutionSteps")
        .getFirst()
        .asObject()
        .orElseThrow();
  }

  private static String executions(Path folder) {
    return new Shell(folder).stepcache("executions").out();
  }
}

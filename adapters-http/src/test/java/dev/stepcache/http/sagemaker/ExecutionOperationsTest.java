package dev.stepcache.http.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.http.TestService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ConflictException;
import software.amazon.awssdk.services.sagemaker.model.DescribePipelineExecutionResponse;
import software.amazon.awssdk.services.sagemaker.model.Parameter;
import software.amazon.awssdk.services.sagemaker.model.PipelineExecutionStep;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SelectedStep;
import software.amazon.awssdk.services.sagemaker.model.StartPipelineExecutionRequest;

/** H1: executions, as the AWS SDK starts, follows, stops and retries them. */
class ExecutionOperationsTest {
  private static final String TOKEN = "a-token-of-thirty-two-characters";

  @TempDir Path folder;
  private TestService service;
  private SageMaker sageMaker;
  private SageMakerClient client;

  @BeforeEach
  void start() {
    service = TestService.in(folder);
    sageMaker = new SageMaker(service);
    client = sageMaker.client();
  }

  @AfterEach
  void stop() {
    sageMaker.close();
    service.close();
  }

  private StartPipelineExecutionRequest.Builder start(String pipeline) {
    return StartPipelineExecutionRequest.builder().pipelineName(pipeline);
  }

  private static Parameter parameter(String name, String value) {
    return Parameter.builder().name(name).value(value).build();
  }

  @Test
  void the_second_execution_hits_and_names_the_first() {
    sageMaker.create("p", Definitions.training());

    String first = sageMaker.run("p");
    String second = sageMaker.run("p");

    assertThat(sageMaker.steps(first))
        .allSatisfy(step -> {
          assertThat(step.cacheHitResult()).isNull();
          assertThat(step.attemptCount()).isEqualTo(1);
          assertThat(step.stepStatusAsString()).isEqualTo("Succeeded");
          assertThat(step.endTime()).isAfterOrEqualTo(step.startTime());
        });
    List<PipelineExecutionStep> hits = sageMaker.steps(second);
    assertThat(hits)
        .extracting(PipelineExecutionStep::stepName)
        .containsExactly("Prepare", "Train");
    assertThat(hits)
        .extracting(step -> step.cacheHitResult().sourcePipelineExecutionArn())
        .containsExactly(first, first);
    assertThat(hits.get(0).stepDisplayName()).isEqualTo("The step Prepare");
    assertThat(hits.get(0).stepDescription()).isEqualTo("It works");
    assertThat(hits.get(0).metadata()).isEqualTo(sageMaker.steps(first).get(0).metadata());
    assertThat(hits.get(1).metadata().trainingJob().arn()).contains("training-job/pipelines-");
    assertThat(service.runner().ran()).containsExactly("Prepare", "Train");
  }

  @Test
  void an_execution_is_described_as_it_was_started() {
    sageMaker.create("p", Definitions.training());

    String arn =
        sageMaker.start(
            start("p")
                .pipelineExecutionDisplayName("nightly")
                .pipelineExecutionDescription("every night")
                .pipelineParameters(parameter("Eta", "0.30"))
                .parallelismConfiguration(width -> width.maxParallelExecutionSteps(2))
                .build());
    sageMaker.awaitStatus(arn, "Succeeded");
    client.updatePipelineExecution(
        u -> u.pipelineExecutionArn(arn).pipelineExecutionDisplayName("last-night"));

    assertThat(arn).matches(SageMaker.ARN + "pipeline/p/execution/[a-z0-9]{12}");
    DescribePipelineExecutionResponse described =
        client.describePipelineExecution(d -> d.pipelineExecutionArn(arn));
    assertThat(described.pipelineArn()).isEqualTo(SageMaker.ARN + "pipeline/p");
    assertThat(described.pipelineExecutionDisplayName()).isEqualTo("last-night");
    assertThat(described.pipelineExecutionDescription()).isEqualTo("every night");
    assertThat(described.pipelineVersionId()).isEqualTo(1);
    assertThat(described.parallelismConfiguration().maxParallelExecutionSteps()).isEqualTo(2);
    assertThat(described.lastModifiedTime()).isAfterOrEqualTo(described.creationTime());
    assertThat(described.pipelineExperimentConfig().experimentName()).isEqualTo("p");
    assertThat(
            client
                .listPipelineParametersForExecution(list -> list.pipelineExecutionArn(arn))
                .pipelineParameters())
        .singleElement()
        .satisfies(parameter -> assertThat(parameter.value()).isEqualTo("0.3"));
    assertThat(
            client
                .describePipelineDefinitionForExecution(d -> d.pipelineExecutionArn(arn))
                .pipelineDefinition())
        .isEqualTo(Definitions.training());
    assertThat(
            client
                .listPipelineExecutions(list -> list.pipelineName("p"))
                .pipelineExecutionSummaries())
        .singleElement()
        .satisfies(summary -> {
          assertThat(summary.pipelineExecutionArn()).isEqualTo(arn);
          assertThat(summary.pipelineExecutionStatusAsString()).isEqualTo("Succeeded");
        });
    assertThat(client.describePipeline(d -> d.pipelineName("p")).lastRunTime())
        .isEqualTo(described.creationTime());
    assertThat(
            client
                .listPipelineVersions(list -> list.pipelineName("p"))
                .pipelineVersionSummaries()
                .get(0)
                .lastExecutionPipelineExecutionArn())
        .isEqualTo(arn);
  }

  @Test
  void what_cannot_be_started_is_refused_with_its_reason() {
    sageMaker.create("p", Definitions.training());

    assertThatThrownBy(() -> sageMaker.start("absent"))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> sageMaker.start(start("p").pipelineParameters(parameter("Rho", "1")).build()))
        .hasMessageContaining("no parameter Rho");
    assertThatThrownBy(() ->
            client.describePipelineExecution(
                d -> d.pipelineExecutionArn(SageMaker.ARN + "pipeline/p/execution/abcdefghijkl")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void a_start_that_is_sent_again_is_the_same_execution_on_every_node() throws Exception {
    sageMaker.create("p", Definitions.training());
    StartPipelineExecutionRequest request = start("p").clientRequestToken(TOKEN).build();
    Set<String> started = ConcurrentHashMap.newKeySet();
    try (TestService otherService = TestService.in(folder);
        SageMaker other = new SageMaker(otherService)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        SageMaker node = i % 2 == 0 ? sageMaker : other;
        threads.add(Thread.startVirtualThread(() -> started.add(node.start(request))));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      String only = started.iterator().next();
      assertThat(started).hasSize(1);
      sageMaker.awaitStatus(only, "Succeeded");
      assertThat(service.runner().ran().size() + otherService.runner().ran().size()).isEqualTo(2);
      assertThat(other.start(request)).isEqualTo(only);
    }
    assertThat(client.listPipelineExecutions(l -> l.pipelineName("p")).pipelineExecutionSummaries())
        .hasSize(1);
    assertThatThrownBy(() ->
            sageMaker.start(
                start("p").clientRequestToken(TOKEN).pipelineExecutionDisplayName("b").build()))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void a_start_that_was_agreed_on_before_a_crash_is_made_good() {
    sageMaker.create("p", Definitions.training());
    StartPipelineExecutionRequest refused =
        start("p").clientRequestToken(TOKEN).pipelineVersionId(9L).build();

    assertThatThrownBy(() -> sageMaker.start(refused))
        .isInstanceOf(ResourceNotFoundException.class);

    // What was refused was not agreed on: the token may be used for what was meant.
    String arn = sageMaker.start(start("p").clientRequestToken(TOKEN).build());
    sageMaker.awaitStatus(arn, "Succeeded");
  }

  @Test
  void a_stopped_execution_stops_once_and_is_stopped_for_good() {
    sageMaker.create("p", Definitions.of(Definitions.processing("Long", "\"MILLIS\": \"60000\"")));
    String arn = sageMaker.start("p");
    sageMaker.awaitStep(arn, "Long", step -> true);

    for (int i = 0; i < 2; i++) {
      client.stopPipelineExecution(s -> s.pipelineExecutionArn(arn).clientRequestToken(TOKEN));
    }

    sageMaker.awaitStatus(arn, "Stopped");
    client.stopPipelineExecution(s -> s.pipelineExecutionArn(arn).clientRequestToken(TOKEN));
    assertThatThrownBy(() -> client.stopPipelineExecution(s -> s.pipelineExecutionArn(arn)))
        .isInstanceOf(ConflictException.class);
    assertThat(sageMaker.steps(arn))
        .singleElement()
        .satisfies(step -> assertThat(step.stepStatusAsString()).isEqualTo("Stopped"));
  }

  @Test
  void a_failed_step_says_why_and_a_success_is_not_retried() {
    sageMaker.create("bad", Definitions.of(Definitions.processing("Bad", "\"FAIL\": \"no disk\"")));
    sageMaker.create("good", Definitions.training());

    String failed = sageMaker.start("bad");
    assertThat(sageMaker.awaitStatus(failed, "Failed").failureReason()).contains("no disk");
    assertThat(sageMaker.steps(failed).get(0).failureReason()).contains("no disk");
    client.retryPipelineExecution(r -> r.pipelineExecutionArn(failed).clientRequestToken(TOKEN));
    client.retryPipelineExecution(r -> r.pipelineExecutionArn(failed).clientRequestToken(TOKEN));
    sageMaker.awaitStatus(failed, "Failed");
    assertThat(service.runner().ran()).containsExactly("Bad", "Bad");

    String succeeded = sageMaker.run("good");
    assertThatThrownBy(() -> client.retryPipelineExecution(r -> r.pipelineExecutionArn(succeeded)))
        .hasMessageContaining("succeeded");
  }

  @Test
  void selected_steps_take_the_results_of_others_from_an_earlier_execution() {
    sageMaker.create(
        "p",
        Definitions.of(
            Definitions.processing("Prepare", ""),
            Definitions.training("Train")
                .replace(
                    "\"eta\":",
                    "\"from\": {\"Get\": \"Steps.Prepare.ProcessingJobName\"}, \"eta\":")));
    String source = sageMaker.run("p");

    String arn =
        sageMaker.start(
            start("p")
                .selectiveExecutionConfig(config ->
                    config
                        .sourcePipelineExecutionArn(source)
                        .selectedSteps(SelectedStep.builder().stepName("Train").build()))
                .build());

    DescribePipelineExecutionResponse described = sageMaker.awaitStatus(arn, "Succeeded");
    assertThat(described.selectiveExecutionConfig().sourcePipelineExecutionArn()).isEqualTo(source);
    assertThat(described.selectiveExecutionConfig().selectedSteps())
        .singleElement()
        .satisfies(step -> assertThat(step.stepName()).isEqualTo("Train"));
    List<PipelineExecutionStep> steps = sageMaker.steps(arn);
    assertThat(steps.get(0).selectiveExecutionResult().sourcePipelineExecutionArn())
        .isEqualTo(source);
    assertThat(steps.get(0).cacheHitResult()).isNull();
    assertThat(steps.get(1).selectiveExecutionResult()).isNull();
    assertThat(steps.get(1).cacheHitResult().sourcePipelineExecutionArn()).isEqualTo(source);
  }
}

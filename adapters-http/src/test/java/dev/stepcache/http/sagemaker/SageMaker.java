package dev.stepcache.http.sagemaker;

import dev.stepcache.http.TestService;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribePipelineExecutionResponse;
import software.amazon.awssdk.services.sagemaker.model.PipelineExecutionStep;
import software.amazon.awssdk.services.sagemaker.model.StartPipelineExecutionRequest;

/** A service as the AWS SDK sees it, of which nothing but the endpoint is told. */
final class SageMaker implements AutoCloseable {
  static final String ROLE = "arn:aws:iam::123456789012:role/Pipelines";
  static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SageMakerClient client;

  SageMaker(TestService service) {
    this.client =
        SageMakerClient.builder()
            .endpointOverride(URI.create(service.address()))
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  SageMakerClient client() {
    return client;
  }

  /** Creates a pipeline; answers its ARN. */
  String create(String name, String definition) {
    return client
        .createPipeline(
            create -> create.pipelineName(name).roleArn(ROLE).pipelineDefinition(definition))
        .pipelineArn();
  }

  /** Starts an execution; answers its ARN. */
  String start(String name) {
    return start(StartPipelineExecutionRequest.builder().pipelineName(name).build());
  }

  String start(StartPipelineExecutionRequest request) {
    return client.startPipelineExecution(request).pipelineExecutionArn();
  }

  /** Starts an execution and waits for its end; answers its ARN. */
  String run(String name) {
    String arn = start(name);
    awaitStatus(arn, "Succeeded");
    return arn;
  }

  DescribePipelineExecutionResponse awaitStatus(String execution, String status) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      DescribePipelineExecutionResponse now =
          client.describePipelineExecution(describe -> describe.pipelineExecutionArn(execution));
      if (now.pipelineExecutionStatusAsString().equals(status)) {
        return now;
      }
      pause(deadline, execution + " is not " + status + " but " + now);
    }
  }

  /** Waits until a step of an execution is as wanted. */
  PipelineExecutionStep awaitStep(
      String execution, String name, Predicate<PipelineExecutionStep> wanted) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      List<PipelineExecutionStep> steps = steps(execution);
      for (PipelineExecutionStep step : steps) {
        if (step.stepName().equals(name) && wanted.test(step)) {
          return step;
        }
      }
      pause(deadline, "step " + name + " is not as wanted: " + steps);
    }
  }

  List<PipelineExecutionStep> steps(String execution) {
    return client
        .listPipelineExecutionSteps(
            list -> list.pipelineExecutionArn(execution).sortOrder("Ascending"))
        .pipelineExecutionSteps();
  }

  private static void pause(Instant deadline, String message) {
    if (Instant.now().isAfter(deadline)) {
      throw new AssertionError(message);
    }
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}

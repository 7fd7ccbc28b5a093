package dev.stepcache.http.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.http.TestService;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.CallbackStepMetadata;
import software.amazon.awssdk.services.sagemaker.model.ConflictException;
import software.amazon.awssdk.services.sagemaker.model.OutputParameter;
import software.amazon.awssdk.services.sagemaker.model.PipelineExecutionStep;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;

/** H1: Callback steps show the token that they wait under, and end as they are told. */
class CallbackOperationsTest {
  @TempDir Path folder;

  @Test
  void a_callback_that_failed_is_asked_again_in_a_retry_and_can_succeed() {
    try (TestService service = TestService.in(folder);
        SageMaker sageMaker = new SageMaker(service)) {
      sageMaker.create(
          "p",
          Definitions.of(
              Definitions.processing("Prepare", ""), Definitions.callback("Approve", "Prepare")));
      String arn = sageMaker.start("p");

      CallbackStepMetadata waiting = awaitToken(sageMaker, arn);
      assertThat(waiting.sqsQueueUrl()).isEqualTo("https://queue.example/q");
      for (int i = 0; i < 2; i++) { // once more changes nothing
        assertThat(
                sageMaker
                    .client()
                    .sendPipelineExecutionStepFailure(f ->
                        f.callbackToken(waiting.callbackToken()).failureReason("not good enough"))
                    .pipelineExecutionArn())
            .isEqualTo(arn);
      }
      assertThatThrownBy(() ->
              sageMaker
                  .client()
                  .sendPipelineExecutionStepSuccess(s -> s.callbackToken(waiting.callbackToken())))
          .isInstanceOf(ConflictException.class);
      assertThat(sageMaker.awaitStatus(arn, "Failed").failureReason()).contains("not good enough");

      sageMaker.client().retryPipelineExecution(r -> r.pipelineExecutionArn(arn));
      String again = awaitToken(sageMaker, arn).callbackToken();
      assertThat(again).isNotEqualTo(waiting.callbackToken());
      sageMaker
          .client()
          .sendPipelineExecutionStepSuccess(s ->
              s.callbackToken(again)
                  .outputParameters(
                      OutputParameter.builder().name("verdict").value("yes").build()));

      sageMaker.awaitStatus(arn, "Succeeded");
      PipelineExecutionStep approved =
          sageMaker.awaitStep(arn, "Approve", step -> step.endTime() != null);
      assertThat(approved.metadata().callback().callbackToken()).isEqualTo(again);
      assertThat(approved.metadata().callback().outputParameters())
          .singleElement()
          .satisfies(output -> assertThat(output.value()).isEqualTo("yes"));
      assertThat(service.runner().ran()).containsExactly("Prepare");
    }
  }

  @Test
  void a_token_of_nobody_is_not_found() {
    try (TestService service = TestService.in(folder);
        SageMaker sageMaker = new SageMaker(service)) {
      assertThatThrownBy(() ->
              sageMaker
                  .client()
                  .sendPipelineExecutionStepSuccess(s -> s.callbackToken("abcdefghij")))
          .isInstanceOf(ResourceNotFoundException.class);
    }
  }

  private static CallbackStepMetadata awaitToken(SageMaker sageMaker, String execution) {
    return sageMaker
        .awaitStep(
            execution,
            "Approve",
            step ->
                step.stepStatusAsString().equals("Executing")
                    && step.metadata() != null
                    && step.metadata().callback().callbackToken() != null)
        .metadata()
        .callback();
  }
}

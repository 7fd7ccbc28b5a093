package dev.stepcache.http.sagemaker;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.CallbackAnswer;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.Permission;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the ends of Callback steps. An end that is told again is the same; a request's own token
 * adds nothing to that.
 */
final class CallbackOperations implements Operation.Family {
  private final RunHistory history;
  private final Arns arns;

  @Inject
  CallbackOperations(Store store, Arns arns) {
    this.history = store.history();
    this.arns = arns;
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "SendPipelineExecutionStepSuccess", this::succeed,
        "SendPipelineExecutionStepFailure", this::fail);
  }

  private JsonObject succeed(Request request) {
    String token = token(request);
    JsonObject outputs = new JsonObject();
    List<Members> given = request.members().objects("OutputParameters", 0, 50);
    given.forEach(output ->
        outputs.put(
            output.needText("Name", TextRule.OUTPUT_NAME),
            output.needText("Value", TextRule.PARAMETER_VALUE)));
    request.members().check();
    return answer(request, token, new CallbackAnswer.Success(outputs.compact()));
  }

  private JsonObject fail(Request request) {
    String token = token(request);
    String reason =
        request
            .members()
            .text("FailureReason", TextRule.FAILURE_REASON)
            .filter(told -> !told.isBlank())
            .orElse("no reason was told");
    request.members().check();
    return answer(request, token, new CallbackAnswer.Failure(reason));
  }

  private static String token(Request request) {
    return request.members().needText("CallbackToken", TextRule.CALLBACK_TOKEN);
  }

  private JsonObject answer(Request request, String token, CallbackAnswer told) {
    StepCallback callback = history.findCallback(token).orElseThrow(() -> unknown(token));
    Execution execution =
        history.findExecution(callback.execution()).orElseThrow(() -> unknown(token));
    Pipeline pipeline =
        pipelineOf(execution)
            .filter(found -> request.caller().mayKnow(found.name()))
            .orElseThrow(() -> unknown(token));
    request.caller().require(Permission.RUN_PIPELINE, pipeline.name());
    if (callback.answer().isEmpty() && execution.status().isTerminal()) {
      throw AwsError.conflict(
          "step %s waits no longer: its execution is %s"
              .formatted(callback.step(), execution.status().spelling()));
    }
    if (!history.answer(token, told)) {
      throw AwsError.conflict(
          "the end of step %s was told before, and otherwise".formatted(callback.step()));
    }
    return new JsonObject()
        .put("PipelineExecutionArn", arns.execution(pipeline.name(), execution.id()));
  }

  private Optional<Pipeline> pipelineOf(Execution execution) {
    return history.pipelines().stream()
        .filter(pipeline -> pipeline.id().equals(execution.pipeline()))
        .findFirst();
  }

  private static AwsError unknown(String token) {
    return AwsError.notFound("Callback token '%s' does not exist.".formatted(token));
  }
}

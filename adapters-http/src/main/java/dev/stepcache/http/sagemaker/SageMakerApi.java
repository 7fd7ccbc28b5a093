package dev.stepcache.http.sagemaker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.access.AccessRefused;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.http.server.Call;
import dev.stepcache.http.server.Feature;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SageMaker's own API (H1): AWS JSON 1.1, each call a POST to the root with its operation's name.
 */
public final class SageMakerApi implements Feature {
  private static final System.Logger LOG = System.getLogger(SageMakerApi.class.getName());
  private static final String TARGET = "SageMaker.";
  private static final HeaderName TARGET_NAME = HeaderNames.create("X-Amz-Target");
  private static final HeaderName REQUEST_ID = HeaderNames.create("x-amzn-RequestId");
  private static final HeaderName ERROR_TYPE = HeaderNames.create("x-amzn-ErrorType");

  private final Map<String, Operation> operations = new HashMap<>();

  @Inject
  SageMakerApi(
      PipelineOperations pipelines,
      VersionOperations versions,
      ExecutionOperations executions,
      ExecutionLists lists,
      StepOperations steps,
      CallbackOperations callbacks,
      TagOperations tags,
      JobOperations jobs) {
    List.<Operation.Family>of(pipelines, versions, executions, lists, steps, callbacks, tags, jobs)
        .forEach(family -> operations.putAll(family.operations()));
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.post("/", this::handle);
  }

  private void handle(ServerRequest request, ServerResponse response) {
    Call call = Call.of(request);
    response.header(REQUEST_ID, call.id());
    response.header(HeaderNames.CONTENT_TYPE, "application/x-amz-json-1.1");
    try {
      response.send(answer(request, call).compact().getBytes(UTF_8));
    } catch (AwsError error) {
      response.status(Status.create(error.status()));
      response.header(ERROR_TYPE, error.type());
      response.send(
          new JsonObject()
              .put("__type", error.type())
              .put("message", error.message())
              .compact()
              .getBytes(UTF_8));
    }
  }

  private JsonObject answer(ServerRequest request, Call call) {
    try {
      String name = request.headers().first(TARGET_NAME).orElse("");
      return operation(name).answer(read(name.substring(TARGET.length()), call));
    } catch (AwsError error) {
      throw error;
    } catch (AccessRefused refused) {
      throw AwsError.denied(refused.message());
    } catch (RunHistoryUnavailable outage) {
      throw AwsError.unavailable("the store cannot be reached now: try again later");
    } catch (RuntimeException broken) {
      LOG.log(System.Logger.Level.ERROR, "call " + call.id(), broken);
      throw AwsError.internal(call.id());
    }
  }

  private Operation operation(String target) {
    return Optional.of(target)
        .filter(name -> name.startsWith(TARGET))
        .map(name -> operations.get(name.substring(TARGET.length())))
        .orElseThrow(() ->
            AwsError.unknownOperation(
                target.isEmpty()
                    ? "the header X-Amz-Target names no operation"
                    : "there is no operation " + target));
  }

  private static Request read(String operation, Call call) {
    ObjectValue body =
        call.body().length == 0
            ? ObjectValue.EMPTY
            : JsonReader.read(call.body())
                .getOrElseThrow(fault -> AwsError.unreadable(fault.toString()))
                .asObject()
                .orElseThrow(() -> AwsError.unreadable("the body is no JSON object"));
    return Request.of(call.caller(), operation, body);
  }
}

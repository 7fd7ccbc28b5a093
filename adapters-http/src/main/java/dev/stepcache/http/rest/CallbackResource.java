package dev.stepcache.http.rest;

import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.CallbackAnswer;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.http.rest.Known.NamedExecution;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Callback steps that wait for their end to be told. */
final class CallbackResource {
  private final RunHistory history;
  private final Known known;

  @Inject
  CallbackResource(Store store, Known known) {
    this.history = store.history();
    this.known = known;
  }

  List<Route> routes() {
    return List.of(
        new Route("listCallbacks", "GET", "/v1/callbacks", this::list),
        new Route("answerCallback", "POST", "/v1/callbacks/{token}", this::answer));
  }

  private Answer list(Asked asked) {
    asked.query();
    List<JsonObject> open =
        history.openCallbacks().stream()
            .filter(callback ->
                pipeline(callback)
                    .filter(name -> asked.caller().may(Permission.RUN_PIPELINE, name))
                    .isPresent())
            .map(HistoryDocuments::callback)
            .toList();
    return Answer.of(new JsonObject().put("callbacks", open));
  }

  private Optional<PipelineName> pipeline(StepCallback callback) {
    return known.find(callback.execution()).map(NamedExecution::pipeline);
  }

  private Answer answer(Asked asked) {
    asked.query();
    String token = asked.segment("token");
    StepCallback callback =
        history
            .findCallback(token)
            .filter(
                found -> pipeline(found).filter(name -> asked.caller().mayKnow(name)).isPresent())
            .orElseThrow(() -> Refused.notFound("no step was given the token " + token));
    pipeline(callback).ifPresent(name -> asked.caller().require(Permission.RUN_PIPELINE, name));
    CallbackAnswer told = read(asked.body());
    if (!history.answer(token, told)) {
      throw new Refused(
          Problem.Kind.CONFLICT,
          "the end of step %s of execution %s was told before, and otherwise"
              .formatted(callback.step(), callback.execution()));
    }
    return Answer.of(HistoryDocuments.callback(callback));
  }

  private static CallbackAnswer read(Body body) {
    Optional<SortedMap<String, String>> outputs = body.texts("outputs");
    Optional<String> failed = body.text("failed");
    if (outputs.isPresent() && failed.isPresent()) {
      body.fault("failed", "a step that failed has no outputs");
    }
    body.check();
    JsonObject parameters = new JsonObject();
    outputs.orElseGet(TreeMap::new).forEach(parameters::put);
    return failed
        .<CallbackAnswer>map(CallbackAnswer.Failure::new)
        .orElseGet(() -> new CallbackAnswer.Success(parameters.compact()));
  }
}

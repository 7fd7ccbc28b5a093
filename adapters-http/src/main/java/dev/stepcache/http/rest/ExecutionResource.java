package dev.stepcache.http.rest;

import dev.stepcache.application.UseCases;
import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.json.Secrets;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.ExecutionQuery;
import dev.stepcache.application.port.RunHistory.ExecutionQuery.Order;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.ExecutionCard;
import dev.stepcache.application.service.PipelineStarts;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.http.rest.Known.NamedExecution;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Executions: how they go, and what is done about them. */
final class ExecutionResource {
  private final RunHistory history;
  private final PipelineStarts starts;
  private final Known known;
  private final Secrets secrets;

  @Inject
  ExecutionResource(Store store, PipelineStarts starts, Known known, UseCases useCases) {
    this.history = store.history();
    this.starts = starts;
    this.known = known;
    this.secrets = useCases.secrets();
  }

  List<Route> routes() {
    String one = "/v1/executions/{execution}";
    return List.of(
        new Route("listExecutions", "GET", "/v1/pipelines/{pipeline}/executions", this::list),
        new Route("describeExecution", "GET", one, this::describe),
        new Route("amendExecution", "PATCH", one, this::amend),
        new Route("stopExecution", "POST", one + "/stop", this::stop),
        new Route("retryExecution", "POST", one + "/retry", this::retry));
  }

  private Answer list(Asked asked) {
    PipelineName name = asked.pipeline(Permission.RUN_PIPELINE);
    Query query = asked.query("limit", "cursor");
    String list = "executions of " + name;
    ExecutionQuery wanted =
        new ExecutionQuery(
            Optional.of(known.pipeline(name).id()),
            Optional.empty(),
            Optional.empty(),
            Order.LATEST_FIRST,
            query.cursor(list).flatMap(Cursor::started));
    return Answer.of(
        Page.of(
                history.executions(wanted),
                query.limit(),
                last -> Cursor.behind(list, last.startedAt(), last.id().text()))
            .json("executions", execution -> HistoryDocuments.execution(execution, name)));
  }

  private Answer describe(Asked asked) {
    asked.query();
    return answer(200, known.execution(asked, Permission.RUN_PIPELINE));
  }

  private Answer amend(Asked asked) {
    NamedExecution execution = known.execution(asked, Permission.RUN_PIPELINE);
    Body body = asked.body();
    Optional<String> displayName = body.text("displayName");
    Optional<String> description = body.text("description");
    Optional<Integer> maxParallel = body.maxParallel();
    body.check();
    starts.amend(execution.execution(), displayName, description, maxParallel, asked.by());
    return again(200, execution);
  }

  private Answer stop(Asked asked) {
    NamedExecution execution = known.execution(asked, Permission.RUN_PIPELINE);
    asked.bodyIfAny().check();
    starts
        .stop(execution.execution())
        .ifPresent(fault -> {
          throw Problems.refused(fault);
        });
    return again(202, execution);
  }

  private Answer retry(Asked asked) {
    NamedExecution execution = known.execution(asked, Permission.RUN_PIPELINE);
    Body body = asked.bodyIfAny();
    Optional<Integer> maxParallel = body.maxParallel();
    body.check();
    Execution ended = execution.execution();
    if (ended.status() != Execution.Status.FAILED && ended.status() != Execution.Status.STOPPED) {
      throw new Refused(
          Problem.Kind.CONFLICT,
          "execution %s is %s: one that has failed or was stopped can be retried"
              .formatted(ended.id(), ended.status().spelling()));
    }
    starts
        .retry(execution.pipeline(), ended, maxParallel, asked.by())
        .getOrElseThrow(Problems::refused);
    return again(202, execution);
  }

  /** An execution as it is now that something was done. */
  private Answer again(int status, NamedExecution execution) {
    return answer(status, known.find(execution.id()).orElse(execution));
  }

  Answer answer(int status, NamedExecution named) {
    Execution execution = named.execution();
    ExecutionCard card = ExecutionCard.of(execution);
    return Answer.of(
        status,
        HistoryDocuments.execution(execution, named.pipeline())
            .putText("failureReason", execution.failureReason())
            .putValue("version", card.version().map(AttributeValue::number))
            .putText("displayName", card.displayName())
            .putText("description", card.description())
            .put("parameters", secrets.shown(JsonReader.readOwn(execution.parameters())))
            .put("maxParallel", card.options().wishes().maxParallel())
            .put("retries", execution.round())
            .putText("startedBy", card.startedBy())
            .putText("modifiedBy", card.modifiedBy())
            .putText("modifiedAt", card.modifiedAt().map(JsonObject::instant)));
  }
}

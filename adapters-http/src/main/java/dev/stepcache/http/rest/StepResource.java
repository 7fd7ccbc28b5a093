package dev.stepcache.http.rest;

import dev.stepcache.application.Explainer.Explanation;
import dev.stepcache.application.StepLogs;
import dev.stepcache.application.StepLogs.Printing;
import dev.stepcache.application.UseCases;
import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.json.Secrets;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.http.rest.Known.NamedExecution;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** The steps of executions, why they were reused or run, and what they printed. */
final class StepResource {
  private final RunHistory history;
  private final UseCases useCases;
  private final StepLogs logs;
  private final Secrets secrets;
  private final Known known;

  @Inject
  StepResource(Store store, UseCases useCases, Known known) {
    this.history = store.history();
    this.useCases = useCases;
    this.logs = useCases.logs();
    this.secrets = useCases.secrets();
    this.known = known;
  }

  List<Route> routes() {
    String execution = "/v1/executions/{execution}";
    String step = execution + "/steps/{step}";
    return List.of(
        new Route("listSteps", "GET", execution + "/steps", this::list),
        new Route("describeStep", "GET", step, this::describe),
        new Route("readLog", "GET", step + "/log", this::log),
        new Route("explainExecution", "GET", execution + "/explain", this::explain));
  }

  private Answer list(Asked asked) {
    NamedExecution execution = known.execution(asked, Permission.RUN_PIPELINE);
    asked.query();
    List<ExecutedStep> steps = history.steps(execution.id());
    asked.look(MetadataSource.CACHED_STEPS, execution.pipeline(), Sources.of(steps));
    return Answer.of(
        new JsonObject()
            .put("execution", execution.id().text())
            .put("steps", steps.stream().map(HistoryDocuments::step).toList()));
  }

  /**
   * A step with its outputs: those of a cached step are shown to whoever may run the pipeline,
   * those of a job that it made itself to whoever may describe that.
   */
  private Answer describe(Asked asked) {
    NamedExecution execution = known.execution(asked, Permission.RUN_PIPELINE);
    asked.query();
    ExecutedStep step = step(execution, asked);
    asked.look(MetadataSource.CACHED_STEPS, execution.pipeline(), Sources.of(List.of(step)));
    JsonObject document = HistoryDocuments.step(step);
    if (step.source().isPresent()) {
      document.putValue("outputs", outputs(step, step.source()));
    } else if (asked.caller().may(Permission.DESCRIBE_JOB, execution.pipeline())) {
      asked.look(
          MetadataSource.JOB_DESCRIPTIONS,
          execution.pipeline(),
          List.of(step.run().map(StepRunId::text).orElse(execution.id() + "/" + step.name())));
      document.putValue("outputs", outputs(step, step.run()));
    }
    return Answer.of(document);
  }

  private ExecutedStep step(NamedExecution execution, Asked asked) {
    return history.steps(execution.id()).stream()
        .filter(step -> step.name().equals(asked.step()))
        .findFirst()
        .orElseThrow(() -> notDecided(execution, asked));
  }

  private static Refused notDecided(NamedExecution execution, Asked asked) {
    return Refused.notFound(
        "execution %s has decided no step %s".formatted(execution.id(), asked.step()));
  }

  private Optional<AttributeValue> outputs(ExecutedStep step, Optional<StepRunId> run) {
    return run.flatMap(history::findRun)
        .map(RecordedRun::run)
        .flatMap(found ->
            found instanceof StepRun.Succeeded succeeded
                ? Optional.of(succeeded.outputs().job())
                : Optional.empty())
        .or(() -> step.outputs().map(JsonReader::readOwn))
        .map(secrets::shown);
  }

  private Answer explain(Asked asked) {
    NamedExecution execution = known.execution(asked, Permission.RUN_PIPELINE);
    asked.query();
    Explanation explanation =
        useCases
            .explainer()
            .explain(Optional.of(execution.id()), Optional.empty())
            .orElseThrow(() -> Refused.notFound("there is no execution " + execution.id()));
    asked.look(MetadataSource.CACHED_STEPS, execution.pipeline(), Sources.of(explanation.steps()));
    return Answer.of(
        HistoryDocuments.explanation(execution.pipeline(), execution.id(), explanation.steps()));
  }

  private Answer log(Asked asked) {
    NamedExecution execution = known.execution(asked, Permission.LOGS);
    asked.query();
    Printing printing =
        logs.of(execution.id(), asked.step()).orElseThrow(() -> notDecided(execution, asked));
    if (!isOfSamePipeline(printing, execution) || !Files.isReadable(printing.log())) {
      throw Refused.notFound(
          "nothing that step %s of execution %s printed is kept here"
              .formatted(asked.step(), execution.id()));
    }
    asked.look(
        MetadataSource.LOGS,
        execution.pipeline(),
        List.of(printing.execution() + "/" + printing.step()));
    return Answer.flowing("text/plain; charset=utf-8", out -> Files.copy(printing.log(), out));
  }

  /** A run says itself which execution it was part of: that opens no log of another pipeline. */
  private boolean isOfSamePipeline(Printing printing, NamedExecution execution) {
    return history
        .findExecution(printing.execution())
        .filter(worked -> worked.pipeline().equals(execution.execution().pipeline()))
        .isPresent();
  }
}

package dev.stepcache.http.sagemaker;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import dev.stepcache.http.sagemaker.Directory.Found;
import dev.stepcache.http.sagemaker.StepMetadata.Known;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists the steps of executions, and which of them reused a run. */
final class StepOperations implements Operation.Family {
  private final RunHistory history;
  private final StepJobs jobs;
  private final Directory directory;
  private final Arns arns;
  private final Pages pages;

  @Inject
  StepOperations(Store store, StepJobs jobs, Directory directory, Arns arns, Pages pages) {
    this.history = store.history();
    this.jobs = jobs;
    this.directory = directory;
    this.arns = arns;
    this.pages = pages;
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("ListPipelineExecutionSteps", this::list);
  }

  private JsonObject list(Request request) {
    Members members = request.members();
    String arn = members.needText("PipelineExecutionArn", TextRule.EXECUTION_ARN);
    Pages.Order order = Pages.Order.of(members);
    Pages.Page page = pages.asked(request);
    Found found = directory.execution(request.caller(), arn, Permission.RUN_PIPELINE);
    Function<ExecutedStep, String> place = step -> "%010d".formatted(step.position());
    List<ExecutedStep> steps =
        Pages.of(page, history.steps(found.execution().id()).stream(), place, order);
    audit(request, found.pipeline(), steps.subList(0, Math.min(page.max(), steps.size())));
    View view = view(found, steps);
    return pages.answer(page, "PipelineExecutionSteps", steps, view::shown, place);
  }

  /** What cached steps hand on is shown to whoever may run the pipeline, and that is kept (H3). */
  private static void audit(Request request, PipelineName pipeline, List<ExecutedStep> shown) {
    List<String> sources =
        shown.stream()
            .flatMap(step -> step.source().stream())
            .map(StepRunId::text)
            .distinct()
            .toList();
    if (!sources.isEmpty()) {
      request.caller().look(MetadataSource.CACHED_STEPS, pipeline, sources, request.operation());
    }
  }

  private View view(Found found, List<ExecutedStep> steps) {
    Execution execution = found.execution();
    boolean mayWait =
        steps.stream()
            .anyMatch(step ->
                step.type().equals(StepType.CALLBACK)
                    && step.status() == ExecutedStep.Status.EXECUTING);
    Map<StepName, String> tokens =
        (mayWait ? history.openCallbacks() : List.<StepCallback>of())
            .stream()
                .filter(callback -> callback.execution().equals(execution.id()))
                .collect(
                    Collectors.toMap(
                        StepCallback::step, StepCallback::token, (one, later) -> later));
    return new View(Given.of(found.pipeline(), execution), defined(execution), tokens);
  }

  private static Map<StepName, ObjectValue> defined(Execution execution) {
    return JsonReader.read(execution.definition())
        .toJavaOptional()
        .flatMap(read -> PipelineDefinition.read(read).toEither().toJavaOptional())
        .map(PipelineDefinition::allSteps)
        .orElse(List.of())
        .stream()
        .collect(Collectors.toMap(DefinedStep::name, DefinedStep::content));
  }

  /** The steps of one execution, beside what is kept of each. */
  private final class View {
    private final Given given;
    private final Map<StepName, ObjectValue> defined;
    private final Map<StepName, String> tokens;

    private View(Given given, Map<StepName, ObjectValue> defined, Map<StepName, String> tokens) {
      this.given = given;
      this.defined = defined;
      this.tokens = tokens;
    }

    private JsonObject shown(ExecutedStep step) {
      Optional<StepRun> run = jobs.run(step);
      Known known =
          new Known(
              given,
              step,
              Optional.ofNullable(defined.get(step.name())).orElse(ObjectValue.EMPTY),
              jobs.job(step, run),
              Optional.ofNullable(tokens.get(step.name())));
      boolean isHit = step.source().isPresent() && step.takenFrom().isEmpty();
      return new JsonObject()
          .put("StepName", step.name().text())
          .putText("StepDisplayName", known.given("DisplayName"))
          .putText("StepDescription", known.given("Description"))
          .put("StartTime", Epoch.seconds(step.startedAt()))
          .putValue("EndTime", step.completedAt().map(Epoch::seconds))
          .put("StepStatus", step.status().spelling())
          .putValue("CacheHitResult", isHit ? run.map(this::hit) : Optional.empty())
          .putText("FailureReason", step.failureReason().map(Answers::reason))
          .putValue("Metadata", StepMetadata.of(known, arns))
          .put("AttemptCount", step.attempts())
          .putValue("SelectiveExecutionResult", step.takenFrom().map(from -> source(from.text())));
    }

    /** A run that was recorded by itself has no execution; its own name stands in for one. */
    private AttributeValue hit(StepRun reused) {
      return source(reused.execution().map(ExecutionId::text).orElseGet(() -> reused.id().text()));
    }

    private AttributeValue source(String id) {
      return new JsonObject()
          .put("SourcePipelineExecutionArn", arns.execution(given.pipeline(), id))
          .value();
    }
  }
}

package dev.stepcache.http.sagemaker;

import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.Identifiers;
import dev.stepcache.application.InFlight;
import dev.stepcache.application.UseCases;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.PipelineFault;
import dev.stepcache.application.service.PipelineStarts;
import dev.stepcache.application.service.StartOrder;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.http.sagemaker.Directory.Found;
import io.vavr.control.Either;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Starts, stops, retries and amends executions. */
final class ExecutionOperations implements Operation.Family {
  private final PipelineStarts starts;
  private final RunHistory history;
  private final Identifiers identifiers;
  private final Directory directory;
  private final Arns arns;
  private final Once once;

  @Inject
  ExecutionOperations(
      PipelineStarts starts,
      Store store,
      UseCases useCases,
      Directory directory,
      Arns arns,
      Once once) {
    this.starts = starts;
    this.history = store.history();
    this.identifiers = useCases.identifiers();
    this.directory = directory;
    this.arns = arns;
    this.once = once;
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "StartPipelineExecution", this::start,
        "StopPipelineExecution", this::stop,
        "RetryPipelineExecution", this::retry,
        "UpdatePipelineExecution", this::update);
  }

  private JsonObject start(Request request) {
    Members members = request.members();
    String name = members.needText("PipelineName", TextRule.PIPELINE_NAME_OR_ARN);
    Optional<String> displayName =
        members.text("PipelineExecutionDisplayName", TextRule.DISPLAY_NAME);
    Optional<String> description =
        members.text("PipelineExecutionDescription", TextRule.DESCRIPTION);
    Map<String, String> parameters = parameters(members.objects("PipelineParameters", 0, 200));
    Optional<Integer> width = PipelineOperations.width(members);
    Optional<Long> version = members.number("PipelineVersionId", Long.MAX_VALUE);
    Optional<Selected> selected = members.object("SelectiveExecutionConfig").map(Selected::of);
    String token = Once.token(request);
    members.check();
    RegisteredPipeline pipeline =
        directory.registered(request.caller(), name, Permission.RUN_PIPELINE);
    StartOrder order =
        new StartOrder(
            pipeline.name(),
            version,
            parameters,
            displayName,
            description,
            width,
            selected.map(steps -> selection(request, pipeline.name(), steps)),
            Set.of(),
            true,
            InFlight.RUN,
            request.caller().name().text());
    ExecutionId id =
        new ExecutionId(
            once.agreed(
                request,
                token,
                () -> {
                  starts.request(order).getOrElseThrow(AwsError::of);
                  return identifiers.execution().text();
                }));
    if (history.status(id).isEmpty()) {
      Either<List<PipelineFault>, ExecutionId> started = starts.start(order, id);
      if (started.isLeft() && history.status(id).isEmpty()) {
        throw AwsError.of(started.getLeft());
      }
    }
    return named(pipeline.name(), id);
  }

  private static Map<String, String> parameters(List<Members> given) {
    Map<String, String> parameters = new HashMap<>();
    for (Members parameter : given) {
      String name = parameter.needText("Name", TextRule.PARAMETER_NAME);
      String value = parameter.needText("Value", TextRule.PARAMETER_VALUE);
      if (parameters.putIfAbsent(name, value) != null) {
        throw AwsError.validation("PipelineParameters has a value of %s twice".formatted(name));
      }
    }
    return parameters;
  }

  /** The steps that an execution is confined to, as a request names them. */
  private record Selected(Optional<String> source, List<String> steps) {

    static Selected of(Members config) {
      return new Selected(
          config.text("SourcePipelineExecutionArn", TextRule.EXECUTION_ARN),
          config.needObjects("SelectedSteps", 1, 50).stream()
              .map(step -> step.needText("StepName", TextRule.STEP_NAME))
              .toList());
    }
  }

  private Selection selection(Request request, PipelineName pipeline, Selected selected) {
    Optional<Found> source =
        selected
            .source()
            .filter(arn -> !arn.isEmpty())
            .map(arn -> directory.execution(request.caller(), arn, Permission.RUN_PIPELINE));
    if (source.isPresent() && !source.get().pipeline().equals(pipeline)) {
      throw AwsError.validation(
          "SourcePipelineExecutionArn is of pipeline %s: an execution of %s is needed"
              .formatted(source.get().pipeline(), pipeline));
    }
    return new Selection(
        selected.steps().stream().map(StepName::new).collect(Collectors.toSet()),
        source.map(found -> found.execution().id()));
  }

  private JsonObject stop(Request request) {
    String arn = arn(request);
    String token = Once.token(request);
    request.members().check();
    Found found = directory.execution(request.caller(), arn, Permission.RUN_PIPELINE);
    Execution execution = found.execution();
    String round =
        once.agreed(
            request,
            token,
            () -> {
              if (execution.status().isTerminal()) {
                throw AwsError.conflict(
                    "Pipeline execution '%s' has ended: it is %s."
                        .formatted(arn, execution.status().spelling()));
              }
              return Integer.toString(execution.round());
            });
    boolean isLeft =
        round.equals(Integer.toString(execution.round())) && !execution.status().isTerminal();
    if (isLeft) {
      starts
          .stop(execution)
          .ifPresent(fault -> {
            throw AwsError.of(List.of(fault));
          });
    }
    return named(found.pipeline(), execution.id());
  }

  private JsonObject retry(Request request) {
    String arn = arn(request);
    Optional<Integer> width = PipelineOperations.width(request.members());
    String token = Once.token(request);
    request.members().check();
    Found found = directory.execution(request.caller(), arn, Permission.RUN_PIPELINE);
    Execution execution = found.execution();
    int round =
        Integer.parseInt(
            once.agreed(
                request,
                token,
                () -> {
                  if (!execution.status().isTerminal()) {
                    throw AwsError.conflict(
                        "Pipeline execution '%s' has not ended: it is %s."
                            .formatted(arn, execution.status().spelling()));
                  }
                  return Integer.toString(execution.round() + 1);
                }));
    if (execution.round() < round) {
      Either<List<PipelineFault>, ExecutionId> retried =
          starts.retry(found.pipeline(), execution, width, request.caller().name().text());
      if (retried.isLeft() && !isInRound(execution.id(), round)) {
        throw AwsError.of(retried.getLeft());
      }
    }
    return named(found.pipeline(), execution.id());
  }

  private boolean isInRound(ExecutionId execution, int round) {
    return history.findExecution(execution).filter(now -> now.round() >= round).isPresent();
  }

  private JsonObject update(Request request) {
    Members members = request.members();
    String arn = arn(request);
    Optional<String> displayName =
        members.text("PipelineExecutionDisplayName", TextRule.DISPLAY_NAME);
    Optional<String> description =
        members.text("PipelineExecutionDescription", TextRule.DESCRIPTION);
    Optional<Integer> width = PipelineOperations.width(members);
    members.check();
    Found found = directory.execution(request.caller(), arn, Permission.RUN_PIPELINE);
    starts.amend(
        found.execution(), displayName, description, width, request.caller().name().text());
    return named(found.pipeline(), found.execution().id());
  }

  private static String arn(Request request) {
    return request.members().needText("PipelineExecutionArn", TextRule.EXECUTION_ARN);
  }

  private JsonObject named(PipelineName pipeline, ExecutionId id) {
    return new JsonObject().put("PipelineExecutionArn", arns.execution(pipeline, id));
  }
}

package dev.stepcache.http.sagemaker;

import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.ExecutionQuery;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.ExecutionCard;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.http.sagemaker.Directory.Found;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Describes and lists executions, with what they were started with. */
final class ExecutionLists implements Operation.Family {
  private final RunHistory history;
  private final Directory directory;
  private final Arns arns;
  private final Pages pages;

  @Inject
  ExecutionLists(Store store, Directory directory, Arns arns, Pages pages) {
    this.history = store.history();
    this.directory = directory;
    this.arns = arns;
    this.pages = pages;
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "DescribePipelineExecution", this::describe,
        "DescribePipelineDefinitionForExecution", this::definition,
        "ListPipelineExecutions", this::list,
        "ListPipelineParametersForExecution", this::parameters);
  }

  private JsonObject describe(Request request) {
    String arn = arn(request);
    request.members().check();
    Found found = directory.execution(request.caller(), arn);
    Execution execution = found.execution();
    ExecutionCard card = ExecutionCard.of(execution);
    String starter = card.startedBy().orElse("local");
    Instant modified =
        Stream.concat(card.modifiedAt().stream(), execution.completedAt().stream())
            .reduce(execution.startedAt(), (one, other) -> one.isAfter(other) ? one : other);
    return new JsonObject()
        .put("PipelineArn", arns.pipeline(found.pipeline()))
        .put("PipelineExecutionArn", arns.execution(found.pipeline(), execution.id()))
        .putText("PipelineExecutionDisplayName", card.displayName())
        .putText("PipelineExecutionDescription", card.description())
        .put("PipelineExecutionStatus", execution.status().spelling())
        .putText("FailureReason", execution.failureReason().map(Answers::reason))
        .put("CreationTime", Epoch.seconds(execution.startedAt()))
        .put("LastModifiedTime", Epoch.seconds(modified))
        .put("CreatedBy", Answers.user(arns, starter))
        .put("LastModifiedBy", Answers.user(arns, card.modifiedBy().orElse(starter)))
        .putValue(
            "ParallelismConfiguration",
            Answers.parallelism(Optional.of(card.options().wishes().maxParallel())))
        .putValue(
            "SelectiveExecutionConfig",
            card.options().selection().map(selection -> selection(found.pipeline(), selection)))
        .putValue("PipelineExperimentConfig", experiment(Given.of(found.pipeline(), execution)))
        .putValue("PipelineVersionId", card.version().map(Answers::number));
  }

  private static Optional<ObjectValue> experiment(Given given) {
    return JsonReader.read(given.execution().definition())
        .toJavaOptional()
        .flatMap(AttributeValue::asObject)
        .flatMap(definition -> definition.objectMember("PipelineExperimentConfig"))
        .map(config ->
            new JsonObject()
                .putText("ExperimentName", given.text(config, "ExperimentName"))
                .putText("TrialName", given.text(config, "TrialName"))
                .value())
        .filter(config -> !config.isEmpty());
  }

  private ObjectValue selection(PipelineName pipeline, Selection selection) {
    return new JsonObject()
        .putText(
            "SourcePipelineExecutionArn",
            selection.source().map(source -> arns.execution(pipeline, source)))
        .put(
            "SelectedSteps",
            selection.steps().stream()
                .map(StepName::text)
                .sorted()
                .map(step -> new JsonObject().put("StepName", step))
                .toList())
        .value();
  }

  private JsonObject definition(Request request) {
    String arn = arn(request);
    request.members().check();
    Execution execution = readable(request, arn).execution();
    return new JsonObject()
        .put("PipelineDefinition", execution.definition())
        .put("CreationTime", Epoch.seconds(execution.startedAt()));
  }

  private Found readable(Request request, String arn) {
    return directory.execution(
        request.caller(), arn, Permission.RUN_PIPELINE, Permission.MANAGE_PIPELINE);
  }

  private JsonObject parameters(Request request) {
    String arn = arn(request);
    Pages.Page page = pages.asked(request);
    Execution execution = readable(request, arn).execution();
    ObjectValue values =
        JsonReader.readOwn(execution.parameters()).asObject().orElse(ObjectValue.EMPTY);
    Function<Map.Entry<String, AttributeValue>, String> place = Map.Entry::getKey;
    return pages.answer(
        page,
        "PipelineParameters",
        Pages.of(page, values.members().entrySet().stream(), place, Pages.Order.ASCENDING),
        value ->
            new JsonObject()
                .put("Name", value.getKey())
                .put("Value", Answers.text(value.getValue())),
        place);
  }

  private JsonObject list(Request request) {
    Members members = request.members();
    String name = members.needText("PipelineName", TextRule.PIPELINE_NAME_OR_ARN);
    Between created = Between.of(members);
    boolean byArn =
        members.word("SortBy", "CreationTime", "PipelineExecutionArn").startsWith("Pipeline");
    boolean ascending = Pages.Order.of(members) == Pages.Order.ASCENDING;
    ExecutionQuery.Order order =
        byArn
            ? ascending ? ExecutionQuery.Order.BY_ID : ExecutionQuery.Order.BY_ID_DESCENDING
            : ascending ? ExecutionQuery.Order.EARLIEST_FIRST : ExecutionQuery.Order.LATEST_FIRST;
    Pages.Page page = pages.asked(request);
    Pipeline pipeline = directory.pipeline(request.caller(), name);
    ExecutionQuery query =
        new ExecutionQuery(
            Optional.of(pipeline.id()),
            created.from(),
            created.before(),
            order,
            page.after().map(ExecutionLists::place));
    try (Stream<Execution> executions = history.executions(query)) {
      List<Execution> these = executions.limit(page.max() + 1L).toList();
      return pages.answer(
          page,
          "PipelineExecutionSummaries",
          these,
          execution -> summary(pipeline.name(), execution),
          ExecutionLists::place);
    }
  }

  private static String place(Execution execution) {
    return execution.startedAt().toEpochMilli() + "/" + execution.id();
  }

  private static Place place(String text) {
    int slash = text.indexOf('/');
    return new Place(
        Instant.ofEpochMilli(Long.parseLong(text, 0, slash, 10)), text.substring(slash + 1));
  }

  private JsonObject summary(PipelineName pipeline, Execution execution) {
    ExecutionCard card = ExecutionCard.of(execution);
    return new JsonObject()
        .put("PipelineExecutionArn", arns.execution(pipeline, execution.id()))
        .put("StartTime", Epoch.seconds(execution.startedAt()))
        .put("PipelineExecutionStatus", execution.status().spelling())
        .putText("PipelineExecutionDisplayName", card.displayName())
        .putText("PipelineExecutionDescription", card.description())
        .putText("PipelineExecutionFailureReason", execution.failureReason().map(Answers::reason));
  }

  private static String arn(Request request) {
    return request.members().needText("PipelineExecutionArn", TextRule.EXECUTION_ARN);
  }
}

package dev.stepcache.http.sagemaker;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.PipelineFault;
import dev.stepcache.application.service.Pipelines;
import dev.stepcache.application.service.Pipelines.Description;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import io.vavr.control.Either;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Creates, changes, deletes, describes and lists pipelines. */
final class PipelineOperations implements Operation.Family {
  private final Pipelines pipelines;
  private final PipelineCatalog catalog;
  private final RunHistory history;
  private final Directory directory;
  private final Arns arns;
  private final Once once;
  private final Pages pages;

  @Inject
  PipelineOperations(
      Pipelines pipelines, Store store, Directory directory, Arns arns, Once once, Pages pages) {
    this.pipelines = pipelines;
    this.catalog = store.catalog();
    this.history = store.history();
    this.directory = directory;
    this.arns = arns;
    this.once = once;
    this.pages = pages;
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "CreatePipeline", this::create,
        "UpdatePipeline", this::update,
        "DeletePipeline", this::delete,
        "DescribePipeline", this::describe,
        "ListPipelines", this::list);
  }

  private JsonObject create(Request request) {
    Members members = request.members();
    String text = members.needText("PipelineName", TextRule.PIPELINE_NAME);
    Optional<String> role = Optional.of(members.needText("RoleArn", TextRule.ROLE_ARN));
    Description said = description(request, role);
    SortedMap<String, String> tags = TagOperations.tags(members.objects("Tags", 0, 50));
    String token = Once.token(request);
    GivenDefinition given = GivenDefinition.of(members);
    members.check();
    PipelineName name = new PipelineName(text);
    if (!request.caller().may(Permission.MANAGE_PIPELINE, name)) {
      // Whether there is such a pipeline is not told, nor asked.
      throw AwsError.denied(
          "%s may not create pipeline %s".formatted(request.caller().name(), name));
    }
    String definition =
        given
            .text(pipelines)
            .orElseThrow(() ->
                AwsError.validation(
                    "PipelineDefinition or PipelineDefinitionS3Location is needed"));
    String id =
        once.agreed(
            request,
            token,
            () -> {
              refuse(pipelines.read(definition));
              if (pipelines.find(name).isPresent()) {
                throw exists(name);
              }
              return history.openPipeline(name, history.clock().instant()).id().text();
            });
    Optional<RegisteredPipeline> there = pipelines.find(name);
    if (there.isEmpty()) {
      Either<List<PipelineFault>, RegisteredPipeline> created =
          pipelines.create(name, definition, said, tags);
      there = created.isRight() ? Optional.of(created.get()) : pipelines.find(name);
      if (there.isEmpty()) {
        throw AwsError.of(created.getLeft());
      }
    }
    boolean isOther =
        there.get().id().text().equals(id)
            && !catalog.definition(there.get().id(), 1).equals(Optional.of(definition));
    if (isOther) {
      throw exists(name); // somebody else was faster
    }
    return named(name);
  }

  private static AwsError exists(PipelineName name) {
    return AwsError.validation(
        "Pipeline names must be unique within an AWS account and region. Pipeline with name (%s) already exists."
            .formatted(name));
  }

  private JsonObject update(Request request) {
    Members members = request.members();
    String name = members.needText("PipelineName", TextRule.PIPELINE_NAME);
    Description said = description(request, members.text("RoleArn", TextRule.ROLE_ARN));
    GivenDefinition given = GivenDefinition.of(members);
    members.check();
    RegisteredPipeline pipeline =
        directory.registered(request.caller(), name, Permission.MANAGE_PIPELINE);
    RegisteredPipeline updated =
        refuse(pipelines.update(pipeline.name(), Optional.empty(), given.text(pipelines), said));
    return named(updated.name()).put("PipelineVersionId", updated.latestVersion());
  }

  private static Description description(Request request, Optional<String> role) {
    Members members = request.members();
    return new Description(
        members.text("PipelineDisplayName", TextRule.PIPELINE_NAME),
        members.text("PipelineDescription", TextRule.DESCRIPTION),
        role,
        width(members),
        request.caller().name().text());
  }

  /** How many steps may run at once, where a request says that. */
  static Optional<Integer> width(Members members) {
    return members
        .object("ParallelismConfiguration")
        .map(parallelism -> parallelism.needNumber("MaxParallelExecutionSteps", Integer.MAX_VALUE))
        .map(Long::intValue);
  }

  private JsonObject delete(Request request) {
    String name = request.members().needText("PipelineName", TextRule.PIPELINE_NAME);
    String token = Once.token(request);
    request.members().check();
    PipelineName asked = arns.pipelineIn(name).orElseThrow(() -> directory.notFound(name));
    if (!request.caller().mayKnow(asked)) {
      throw directory.notFound(name);
    }
    request.caller().require(Permission.MANAGE_PIPELINE, asked);
    String id =
        once.agreed(request, token, () -> directory.registered(request.caller(), name).id().text());
    boolean isLeft = pipelines.find(asked).map(left -> left.id().text().equals(id)).orElse(false);
    if (isLeft) {
      pipelines
          .delete(asked)
          .filter(fault -> fault.kind() != PipelineFault.Kind.NOT_FOUND)
          .ifPresent(fault -> {
            throw AwsError.of(List.of(fault));
          });
    }
    return named(asked);
  }

  private JsonObject describe(Request request) {
    String name = request.members().needText("PipelineName", TextRule.PIPELINE_NAME_OR_ARN);
    Optional<Long> asked = request.members().number("PipelineVersionId", Long.MAX_VALUE);
    request.members().check();
    RegisteredPipeline pipeline = directory.registered(request.caller(), name);
    long number = asked.orElse(pipeline.latestVersion());
    var version =
        catalog
            .version(pipeline.id(), number)
            .orElseThrow(() -> VersionOperations.noVersion(arns.pipeline(pipeline.name()), number));
    boolean mayRead =
        request.caller().may(Permission.RUN_PIPELINE, pipeline.name())
            || request.caller().may(Permission.MANAGE_PIPELINE, pipeline.name());
    return said(pipeline)
        .putText(
            "PipelineDefinition",
            Optional.of(number)
                .filter(readable -> mayRead)
                .flatMap(readable -> catalog.definition(pipeline.id(), readable)))
        .put("PipelineStatus", "Active")
        .putValue("LastRunTime", lastRun(pipeline.id()).map(Epoch::seconds))
        .put("CreatedBy", Answers.user(arns, pipeline.createdBy()))
        .put("LastModifiedBy", Answers.user(arns, pipeline.modifiedBy()))
        .putValue("ParallelismConfiguration", Answers.parallelism(pipeline.maxParallel()))
        .putText("PipelineVersionDisplayName", version.displayName())
        .putText("PipelineVersionDescription", version.description());
  }

  private JsonObject list(Request request) {
    Members members = request.members();
    Optional<String> prefix = members.text("PipelineNamePrefix", TextRule.PIPELINE_NAME);
    Between created = Between.of(members);
    boolean byName = members.word("SortBy", "CreationTime", "Name").equals("Name");
    Pages.Order order = Pages.Order.of(members);
    Pages.Page page = pages.asked(request);
    Function<RegisteredPipeline, String> place =
        pipeline ->
            byName
                ? pipeline.name().text()
                : "%015d/%s".formatted(pipeline.createdAt().toEpochMilli(), pipeline.name());
    Stream<RegisteredPipeline> known =
        catalog.registered().stream()
            .filter(pipeline -> request.caller().mayKnow(pipeline.name()))
            .filter(pipeline -> pipeline.name().text().startsWith(prefix.orElse("")))
            .filter(pipeline -> created.holds(pipeline.createdAt()));
    return pages.answer(
        page,
        "PipelineSummaries",
        Pages.of(page, known, place, order),
        pipeline ->
            said(pipeline)
                .putValue("LastExecutionTime", lastRun(pipeline.id()).map(Epoch::seconds)),
        place);
  }

  private JsonObject said(RegisteredPipeline pipeline) {
    return named(pipeline.name())
        .put("PipelineName", pipeline.name().text())
        .put("PipelineDisplayName", pipeline.displayName().orElse(pipeline.name().text()))
        .putText("PipelineDescription", pipeline.description())
        .putText("RoleArn", pipeline.role())
        .put("CreationTime", Epoch.seconds(pipeline.createdAt()))
        .put("LastModifiedTime", Epoch.seconds(pipeline.modifiedAt()));
  }

  private JsonObject named(PipelineName name) {
    return new JsonObject().put("PipelineArn", arns.pipeline(name));
  }

  private Optional<Instant> lastRun(PipelineId pipeline) {
    try (Stream<Execution> executions = history.executions(Optional.of(pipeline))) {
      return executions.findFirst().map(Execution::startedAt);
    }
  }

  private static <T> T refuse(Either<List<PipelineFault>, T> answer) {
    return answer.getOrElseThrow(AwsError::of);
  }
}

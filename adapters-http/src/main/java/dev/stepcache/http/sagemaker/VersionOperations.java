package dev.stepcache.http.sagemaker;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.PipelineCatalog.PipelineVersion;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.Permission;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Names and lists the versions of pipelines. */
final class VersionOperations implements Operation.Family {
  private final PipelineCatalog catalog;
  private final Directory directory;
  private final Arns arns;
  private final Pages pages;

  @Inject
  VersionOperations(Store store, Directory directory, Arns arns, Pages pages) {
    this.catalog = store.catalog();
    this.directory = directory;
    this.arns = arns;
    this.pages = pages;
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("UpdatePipelineVersion", this::update, "ListPipelineVersions", this::list);
  }

  static AwsError noVersion(String arn, long number) {
    return AwsError.notFound("Pipeline '%s' has no version %d.".formatted(arn, number));
  }

  private JsonObject update(Request request) {
    Members members = request.members();
    String arn = members.needText("PipelineArn", TextRule.PIPELINE_ARN);
    long number = members.needNumber("PipelineVersionId", Long.MAX_VALUE);
    Optional<String> displayName =
        members.text("PipelineVersionDisplayName", TextRule.DISPLAY_NAME);
    Optional<String> description = members.text("PipelineVersionDescription", TextRule.DESCRIPTION);
    members.check();
    RegisteredPipeline pipeline =
        directory.registered(request.caller(), arn, Permission.MANAGE_PIPELINE);
    if (!catalog.describeVersion(pipeline.id(), number, displayName, description)) {
      throw noVersion(arn, number);
    }
    return named(pipeline, number);
  }

  private JsonObject list(Request request) {
    Members members = request.members();
    String name = members.needText("PipelineName", TextRule.PIPELINE_NAME_OR_ARN);
    Between created = Between.of(members);
    Pages.Order order = Pages.Order.of(members);
    Pages.Page page = pages.asked(request);
    RegisteredPipeline pipeline = directory.registered(request.caller(), name);
    Function<PipelineVersion, String> place = version -> "%019d".formatted(version.number());
    return pages.answer(
        page,
        "PipelineVersionSummaries",
        Pages.of(
            page,
            catalog.versions(pipeline.id()).stream()
                .filter(version -> created.holds(version.createdAt())),
            place,
            order),
        version ->
            named(pipeline, version.number())
                .put("CreationTime", Epoch.seconds(version.createdAt()))
                .putText("PipelineVersionDisplayName", version.displayName())
                .putText("PipelineVersionDescription", version.description())
                .putText(
                    "LastExecutionPipelineExecutionArn",
                    version.lastExecution().map(id -> arns.execution(pipeline.name(), id))),
        place);
  }

  private JsonObject named(RegisteredPipeline pipeline, long version) {
    return new JsonObject()
        .put("PipelineArn", arns.pipeline(pipeline.name()))
        .put("PipelineVersionId", version);
  }
}

package dev.stepcache.http.rest;

import static java.util.stream.Collectors.toMap;

import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.PipelineCatalog.PipelineVersion;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.Pipelines;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Pipelines, their definitions and versions. */
final class PipelineResource {
  private static final String LIST = "pipelines";

  private final RunHistory history;
  private final PipelineCatalog catalog;
  private final Pipelines pipelines;
  private final Known known;
  private final PipelineWriter writer;

  @Inject
  PipelineResource(Store store, Pipelines pipelines, Known known, PipelineWriter writer) {
    this.history = store.history();
    this.catalog = store.catalog();
    this.pipelines = pipelines;
    this.known = known;
    this.writer = writer;
  }

  List<Route> routes() {
    String one = "/v1/pipelines/{pipeline}";
    return List.of(
        new Route("listPipelines", "GET", "/v1/pipelines", this::list),
        new Route("describePipeline", "GET", one, this::describe),
        new Route("putPipeline", "PUT", one, writer::put),
        new Route("deletePipeline", "DELETE", one, this::delete),
        new Route("listVersions", "GET", one + "/versions", this::versions),
        new Route("readDefinition", "GET", one + "/definition", this::definition),
        new Route("refreshPipeline", "POST", one + "/refresh", this::refresh));
  }

  private Answer list(Asked asked) {
    Query query = asked.query("limit", "cursor");
    Optional<String> after = query.cursor(LIST).map(Cursor::name);
    int limit = query.limit();
    Map<PipelineId, RegisteredPipeline> registered =
        catalog.registered().stream().collect(toMap(RegisteredPipeline::id, Function.identity()));
    Stream<Pipeline> left =
        history.pipelines().stream()
            .filter(pipeline -> asked.caller().mayKnow(pipeline.name()))
            .sorted((one, other) -> one.name().text().compareTo(other.name().text()))
            .filter(pipeline ->
                after.filter(last -> pipeline.name().text().compareTo(last) <= 0).isEmpty());
    return Answer.of(
        Page.of(left, limit, last -> Cursor.behind(LIST, last.name().text()))
            .json(
                "pipelines",
                pipeline ->
                    Optional.ofNullable(registered.get(pipeline.id()))
                        .map(PipelineWriter::document)
                        .orElseGet(() -> document(pipeline))));
  }

  /** One that runs were recorded for, and that nobody has registered. */
  private static JsonObject document(Pipeline pipeline) {
    return new JsonObject()
        .put("pipeline", pipeline.name().text())
        .put("createdAt", pipeline.createdAt());
  }

  private Answer describe(Asked asked) {
    PipelineName name = asked.pipeline();
    asked.query();
    Optional<RegisteredPipeline> registered = catalog.find(name);
    if (registered.isEmpty()) {
      return Answer.of(document(known.pipeline(name)));
    }
    Tag tag = Tag.of(registered.get());
    return tag.isKnownTo(asked)
        ? tag.unchanged()
        : Answer.of(writer.documentWithTags(registered.get())).with("ETag", tag.text());
  }

  private Answer delete(Asked asked) {
    PipelineName name = asked.pipeline(Permission.MANAGE_PIPELINE);
    asked.query();
    Tag.requireMatch(asked, catalog.find(name));
    pipelines
        .delete(name)
        .ifPresent(fault -> {
          throw Problems.refused(fault);
        });
    return Answer.empty(204);
  }

  private Answer versions(Asked asked) {
    RegisteredPipeline pipeline = readable(asked);
    asked.query();
    return Answer.of(
        new JsonObject()
            .put(
                "versions",
                catalog.versions(pipeline.id()).stream().map(PipelineResource::document).toList()));
  }

  private static JsonObject document(PipelineVersion version) {
    return new JsonObject()
        .put("version", version.number())
        .putText("displayName", version.displayName())
        .putText("description", version.description())
        .put("createdAt", version.createdAt())
        .put("createdBy", version.createdBy())
        .putText("lastExecution", version.lastExecution().map(ExecutionId::text));
  }

  private Answer definition(Asked asked) {
    RegisteredPipeline pipeline = readable(asked);
    long version = asked.query("version").number("version").orElse(pipeline.latestVersion());
    Tag tag = Tag.of(pipeline, version);
    if (tag.isKnownTo(asked)) {
      return tag.unchanged();
    }
    String definition =
        catalog
            .definition(pipeline.id(), version)
            .orElseThrow(() ->
                Refused.notFound(
                    "pipeline %s has no version %d".formatted(pipeline.name(), version)));
    return Answer.of(200, "application/json", definition).with("ETag", tag.text());
  }

  /** A definition is shown as it is to those who execute it, and to those who may change it. */
  private RegisteredPipeline readable(Asked asked) {
    PipelineName name = asked.pipelineForAny(Permission.RUN_PIPELINE, Permission.MANAGE_PIPELINE);
    return catalog.find(name).orElseThrow(() -> Asked.absent(name));
  }

  private Answer refresh(Asked asked) {
    PipelineName name = asked.pipeline(Permission.MANAGE_PIPELINE);
    Body body = asked.bodyIfAny();
    Optional<StepName> step = body.text("step", StepName::new);
    body.check();
    Instant before = history.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    history.refresh(known.pipeline(name).id(), step, before);
    return Answer.of(HistoryDocuments.refresh(name, step, before));
  }
}

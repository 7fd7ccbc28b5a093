package dev.stepcache.http.rest;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.PipelineFault;
import dev.stepcache.application.service.PipelineFault.Kind;
import dev.stepcache.application.service.Pipelines;
import dev.stepcache.application.service.Pipelines.Description;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.step.PipelineName;
import io.vavr.control.Either;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Creates and changes pipelines. What is not said stays as it is; a definition that is not the
 * latest becomes a new version, so that the same request sent again adds none.
 */
final class PipelineWriter {
  private final PipelineCatalog catalog;
  private final Pipelines pipelines;

  @Inject
  PipelineWriter(Store store, Pipelines pipelines) {
    this.catalog = store.catalog();
    this.pipelines = pipelines;
  }

  /** What a request says of a pipeline. */
  private record Said(
      Optional<String> definition,
      Description description,
      Optional<SortedMap<String, String>> tags) {}

  Answer put(Asked asked) {
    PipelineName name = asked.pipeline(Permission.MANAGE_PIPELINE);
    asked.query();
    Optional<RegisteredPipeline> now = catalog.find(name);
    Tag.requireMatch(asked, now);
    Said said = read(asked.body(), asked.by(), now.isEmpty());
    return now.map(pipeline -> change(asked, pipeline, said))
        .orElseGet(() -> create(asked, name, said));
  }

  private static Said read(Body body, String by, boolean isNew) {
    Optional<AttributeValue> given = isNew ? body.needed("definition") : body.value("definition");
    Optional<String> definition =
        given.flatMap(value ->
            switch (value) {
              case TextValue text -> Optional.of(text.text());
              case ObjectValue object -> Optional.of(CanonicalJson.text(object));
              default -> {
                body.fault("definition", "an object was expected, or the text of one");
                yield Optional.empty();
              }
            });
    Said said =
        new Said(
            definition,
            new Description(
                body.text("displayName"),
                body.text("description"),
                body.text("role"),
                body.maxParallel(),
                by),
            body.texts("tags"));
    body.check();
    return said;
  }

  private Answer create(Asked asked, PipelineName name, Said said) {
    RegisteredPipeline created =
        done(
            pipelines.create(
                name,
                said.definition().orElseThrow(),
                said.description(),
                said.tags().orElseGet(TreeMap::new)),
            asked,
            name);
    return answer(201, created).with("Location", "/v1/pipelines/" + Segments.encode(name.text()));
  }

  private Answer change(Asked asked, RegisteredPipeline before, Said said) {
    Optional<String> latest = catalog.definition(before.id(), before.latestVersion());
    Optional<String> definition =
        said.definition().equals(latest) ? Optional.empty() : said.definition();
    Optional<Long> revision = asked.header("If-Match").map(matched -> before.revision());
    RegisteredPipeline changed =
        done(
            pipelines.update(before.name(), revision, definition, said.description()),
            asked,
            before.name());
    said.tags().ifPresent(tags -> tag(changed, tags));
    return answer(200, changed);
  }

  private void tag(RegisteredPipeline pipeline, SortedMap<String, String> tags) {
    Set<String> gone = new HashSet<>(catalog.tags(pipeline.id()).keySet());
    gone.removeAll(tags.keySet());
    catalog.untag(pipeline.id(), gone);
    catalog.tag(pipeline.id(), tags);
  }

  /** What was done; a change that came in between is what the request's conditions are about. */
  private RegisteredPipeline done(
      Either<List<PipelineFault>, RegisteredPipeline> change, Asked asked, PipelineName name) {
    return change.getOrElseThrow(faults -> {
      boolean isConditional =
          asked.header("If-Match").isPresent() || asked.header("If-None-Match").isPresent();
      Kind kind = faults.get(0).kind();
      if (isConditional && (kind == Kind.CONFLICT || kind == Kind.EXISTS)) {
        return Tag.outdated(catalog.find(name).map(Tag::of));
      }
      return Problems.refused(faults.stream().map(PipelineWriter::within).toList());
    });
  }

  /** A fault of a definition, which is a member of the body. */
  private static PipelineFault within(PipelineFault fault) {
    return new PipelineFault(fault.kind(), "/definition" + fault.pointer(), fault.message());
  }

  private Answer answer(int status, RegisteredPipeline pipeline) {
    return Answer.of(status, documentWithTags(pipeline)).with("ETag", Tag.of(pipeline).text());
  }

  JsonObject documentWithTags(RegisteredPipeline pipeline) {
    JsonObject tags = new JsonObject();
    catalog.tags(pipeline.id()).forEach(tags::put);
    return document(pipeline).put("tags", tags);
  }

  static JsonObject document(RegisteredPipeline pipeline) {
    return new JsonObject()
        .put("pipeline", pipeline.name().text())
        .putText("displayName", pipeline.displayName())
        .putText("description", pipeline.description())
        .putText("role", pipeline.role())
        .putValue("maxParallel", pipeline.maxParallel().map(AttributeValue::number))
        .put("latestVersion", pipeline.latestVersion())
        .put("revision", pipeline.revision())
        .put("createdAt", pipeline.createdAt())
        .put("createdBy", pipeline.createdBy())
        .put("modifiedAt", pipeline.modifiedAt())
        .put("modifiedBy", pipeline.modifiedBy());
  }
}

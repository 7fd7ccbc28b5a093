package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The registered pipelines in SQL, the face of three tables. Whatever adds to them locks the row of
 * the living pipeline first: all who do so take turns, and nothing comes after its end.
 */
final class JooqPipelineCatalog implements PipelineCatalog {
  private final RegistrationTable registrations;
  private final VersionTable versions;
  private final TagTable tags;

  JooqPipelineCatalog(Database database) {
    this.registrations = new RegistrationTable(database);
    this.versions = new VersionTable(database);
    this.tags = new TagTable(database);
  }

  @Override
  public boolean register(
      RegisteredPipeline pipeline, String definition, SortedMap<String, String> tagsOfIt) {
    return registrations.register(pipeline, definition, tagsOfIt);
  }

  @Override
  public Optional<RegisteredPipeline> find(PipelineName name) {
    return registrations.find(name);
  }

  @Override
  public List<RegisteredPipeline> registered() {
    return registrations.living();
  }

  @Override
  public Update update(PipelineId pipeline, Change change) {
    return registrations.update(pipeline, change);
  }

  @Override
  public Optional<PipelineVersion> version(PipelineId pipeline, long number) {
    return versions.find(pipeline, number);
  }

  @Override
  public Optional<String> definition(PipelineId pipeline, long number) {
    return versions.definition(pipeline, number);
  }

  @Override
  public List<PipelineVersion> versions(PipelineId pipeline) {
    return versions.of(pipeline);
  }

  @Override
  public boolean describeVersion(
      PipelineId pipeline,
      long number,
      Optional<String> displayName,
      Optional<String> description) {
    return versions.describe(pipeline, number, displayName, description);
  }

  @Override
  public void started(PipelineId pipeline, long number, ExecutionId execution) {
    versions.started(pipeline, number, execution);
  }

  @Override
  public SortedMap<String, String> tags(PipelineId pipeline) {
    return tags.of(pipeline);
  }

  @Override
  public void tag(PipelineId pipeline, SortedMap<String, String> added) {
    tags.add(pipeline, added);
  }

  @Override
  public void untag(PipelineId pipeline, Set<String> keys) {
    tags.remove(pipeline, keys);
  }
}

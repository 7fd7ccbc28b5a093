package dev.stepcache.application.port;

import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The pipelines that are registered with a service: their definitions, one for each version, and
 * what people say of them (H1). It lies in the same store as the run history, whose living
 * pipelines it describes: what it says of a pipeline ends with it. Any number of nodes use it at
 * once; an outage is a {@link RunHistoryUnavailable}.
 */
public interface PipelineCatalog {

  /**
   * Registers a living pipeline of the history with version 1 of its definition, all or nothing.
   * Answers whether this did it: one that is registered already stays as it is.
   */
  boolean register(RegisteredPipeline pipeline, String definition, SortedMap<String, String> tags);

  /** The registered pipeline of a name, while it lives. */
  Optional<RegisteredPipeline> find(PipelineName name);

  /** All registered pipelines that live, by name. */
  List<RegisteredPipeline> registered();

  /** Changes what is given, all or nothing; of changes at once one comes after the other. */
  Update update(PipelineId pipeline, Change change);

  /** A version of a registered pipeline. */
  Optional<PipelineVersion> version(PipelineId pipeline, long number);

  /** The definition of a version, as it was given. */
  Optional<String> definition(PipelineId pipeline, long number);

  /** The versions of a registered pipeline, latest first. */
  List<PipelineVersion> versions(PipelineId pipeline);

  /** Names and describes a version, as far as given. Answers whether there is such a version. */
  boolean describeVersion(
      PipelineId pipeline, long number, Optional<String> displayName, Optional<String> description);

  /** Keeps that a version was started. */
  void started(PipelineId pipeline, long number, ExecutionId execution);

  /** The tags of a registered pipeline. */
  SortedMap<String, String> tags(PipelineId pipeline);

  /** Adds tags, in place of those with the same keys. */
  void tag(PipelineId pipeline, SortedMap<String, String> tags);

  /** Removes the tags with these keys, as far as they are there. */
  void untag(PipelineId pipeline, Set<String> keys);

  /**
   * What is known of a registered pipeline.
   *
   * @param role the IAM role's ARN that was given
   * @param maxParallel how many steps of an execution may run at once; no limit where empty
   * @param latestVersion from 1, more by one with every definition
   * @param revision from 1, more by one with every change
   */
  record RegisteredPipeline(
      PipelineId id,
      PipelineName name,
      Optional<String> displayName,
      Optional<String> description,
      Optional<String> role,
      Optional<Integer> maxParallel,
      long latestVersion,
      long revision,
      Instant createdAt,
      String createdBy,
      Instant modifiedAt,
      String modifiedBy) {}

  /**
   * One version of a pipeline's definition.
   *
   * @param lastExecution the one that was started with it last
   */
  record PipelineVersion(
      PipelineId pipeline,
      long number,
      Optional<String> displayName,
      Optional<String> description,
      Instant createdAt,
      String createdBy,
      Optional<ExecutionId> lastExecution) {}

  /**
   * A change of a pipeline: what is empty stays as it is, and a definition makes a new version.
   *
   * @param revision the one that is to be changed, if that matters
   */
  record Change(
      Optional<Long> revision,
      Optional<String> displayName,
      Optional<String> description,
      Optional<String> role,
      Optional<Integer> maxParallel,
      Optional<String> definition,
      Instant at,
      String by) {}

  /** What came of a change. */
  sealed interface Update {
    record Done(RegisteredPipeline pipeline) implements Update {}

    /** There is no such pipeline, or no longer. */
    record Absent() implements Update {}

    /** It was changed before, and is now as told. */
    record Outdated(RegisteredPipeline pipeline) implements Update {}
  }
}

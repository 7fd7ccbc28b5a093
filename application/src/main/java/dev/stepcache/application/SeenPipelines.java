package dev.stepcache.application;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pipelines by name, as they were last seen. One may have ended since, and another begun by its
 * name; but a pipeline never gets another name, and one that has ended never lives again.
 */
final class SeenPipelines {
  private final RunHistory history;
  private final Map<PipelineName, PipelineId> seen = new ConcurrentHashMap<>();

  SeenPipelines(RunHistory history) {
    this.history = history;
  }

  /** The pipeline that had this name when it was last looked for. */
  Optional<PipelineId> before(PipelineName name) {
    return Optional.ofNullable(seen.get(name));
  }

  /** The pipeline that has this name now. */
  Optional<PipelineId> now(PipelineName name) {
    Optional<PipelineId> living = history.findPipeline(name).map(Pipeline::id);
    living.ifPresentOrElse(id -> seen.put(name, id), () -> seen.remove(name));
    return living;
  }
}

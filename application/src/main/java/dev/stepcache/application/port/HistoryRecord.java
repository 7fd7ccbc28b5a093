package dev.stepcache.application.port;

import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.step.StepName;
import java.time.Instant;
import java.util.Optional;

/**
 * One fact of a history, for moving it to another. An export names a pipeline before whatever
 * belongs to it, and an execution before its steps.
 */
public sealed interface HistoryRecord {

  record OfPipeline(RunHistory.Pipeline pipeline) implements HistoryRecord {}

  record OfRefresh(PipelineId pipeline, Optional<StepName> step, Instant before)
      implements HistoryRecord {}

  record OfRun(StepRun run, Optional<Retraction> retraction) implements HistoryRecord {}

  record OfExecution(Execution execution) implements HistoryRecord {}

  record OfStep(ExecutionId execution, ExecutedStep step) implements HistoryRecord {}

  record Retraction(Instant at, String why) {}
}

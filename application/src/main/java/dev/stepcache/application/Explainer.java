package dev.stepcache.application;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.util.List;
import java.util.Optional;

/** Says afterwards why each step of an execution was reused or run. */
public final class Explainer {
  private final RunHistory history;

  public Explainer(RunHistory history) {
    this.history = history;
  }

  /** The steps of an execution that were decided, with their decision documents. */
  public record Explanation(PipelineName pipeline, Execution execution, List<ExecutedStep> steps) {}

  /** The explanation of an execution, or of the latest one; of one of its steps, or of all. */
  public Optional<Explanation> explain(Optional<ExecutionId> execution, Optional<StepName> step) {
    Optional<Execution> found =
        execution.isPresent()
            ? history.findExecution(execution.get())
            : history.executions(Optional.empty()).findFirst();
    return found.flatMap(
        known -> pipelineOf(known).map(pipeline -> explain(pipeline, known, step)));
  }

  private Explanation explain(PipelineName pipeline, Execution known, Optional<StepName> step) {
    return new Explanation(
        pipeline,
        known,
        history.steps(known.id()).stream()
            .filter(decided -> decided.decision().isPresent())
            .filter(decided -> step.isEmpty() || decided.name().equals(step.get()))
            .toList());
  }

  private Optional<PipelineName> pipelineOf(Execution execution) {
    return history.pipelines().stream()
        .filter(pipeline -> pipeline.id().equals(execution.pipeline()))
        .map(RunHistory.Pipeline::name)
        .findFirst();
  }
}

package dev.stepcache.application;

import dev.stepcache.application.content.KeptOutputs;
import dev.stepcache.application.content.Models;
import dev.stepcache.application.content.StepKeys;
import dev.stepcache.application.json.DecisionDocument;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.step.StepType;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Executes pipelines: every step is decided, and then reused or run (SPEC 8). */
public final class PipelineExecutor {
  /** What stepcache does itself. */
  private static final Set<StepType> BUILT_IN =
      Set.of(StepType.CONDITION, StepType.FAIL, StepType.MODEL);

  private final Parts parts;

  public PipelineExecutor(Parts parts) {
    this.parts = parts;
  }

  /**
   * What an execution is made with.
   *
   * @param folder where jobs have their scratch folders and logs
   */
  public record Parts(
      StepCache cache,
      StepKeys keys,
      KeptOutputs outputs,
      Models models,
      ObjectStore objects,
      RunHistory history,
      Leases leases,
      StepRunner runner,
      Identifiers identifiers,
      DecisionDocument documents,
      Path folder) {}

  /**
   * Why steps of a definition cannot be run here, a sentence each; asked before anything starts.
   */
  public List<String> refusals(PipelineDefinition definition) {
    return definition.allSteps().stream()
        .filter(step -> !BUILT_IN.contains(step.type()))
        .flatMap(step -> parts.runner().refusal(step.name(), step.type(), step.content()).stream())
        .toList();
  }

  /**
   * An execution that has begun; {@link RunningExecution#await} sees it through.
   *
   * @throws dev.stepcache.application.port.RunHistoryUnavailable when the history cannot be reached
   */
  public RunningExecution begin(ExecutionRequest request, ExecutionListener listener) {
    RunningExecution execution = new RunningExecution(parts, request, listener);
    execution.begin();
    return execution;
  }
}

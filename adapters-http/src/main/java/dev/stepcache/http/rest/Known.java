package dev.stepcache.http.rest;

import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.PipelineName;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds what requests name by an id. What belongs to a pipeline that the caller must not know is
 * not found, in the words for what is not there.
 */
final class Known {
  private final RunHistory history;

  @Inject
  Known(Store store) {
    this.history = store.history();
  }

  /** An execution with the name of its pipeline. */
  record NamedExecution(Execution execution, PipelineName pipeline) {
    ExecutionId id() {
      return execution.id();
    }
  }

  /** The living pipeline of a name. */
  Pipeline pipeline(PipelineName name) {
    return history.findPipeline(name).orElseThrow(() -> Asked.absent(name));
  }

  /** The execution of the path, on whose pipeline all these are granted. */
  NamedExecution execution(Asked asked, Permission... needed) {
    ExecutionId id = asked.execution();
    NamedExecution found =
        find(id)
            .filter(known -> asked.caller().mayKnow(known.pipeline()))
            .orElseThrow(() -> Refused.notFound("there is no execution " + id));
    Arrays.stream(needed)
        .forEach(permission -> asked.caller().require(permission, found.pipeline()));
    return found;
  }

  /** An execution with its pipeline's name, whoever asks. */
  Optional<NamedExecution> find(ExecutionId id) {
    return history
        .findExecution(id)
        .flatMap(execution ->
            name(execution.pipeline()).map(name -> new NamedExecution(execution, name)));
  }

  private Optional<PipelineName> name(PipelineId id) {
    return history.pipelines().stream()
        .filter(pipeline -> pipeline.id().equals(id))
        .map(Pipeline::name)
        .findFirst();
  }

  /** The run of the path, on whose pipeline all these are granted. */
  RecordedRun run(Asked asked, Permission... needed) {
    StepRunId id = asked.run();
    RecordedRun found =
        history
            .findRun(id)
            .filter(known -> asked.caller().mayKnow(known.pipeline()))
            .orElseThrow(() -> Refused.notFound("there is no run " + id));
    Arrays.stream(needed)
        .forEach(permission -> asked.caller().require(permission, found.pipeline()));
    return found;
  }
}

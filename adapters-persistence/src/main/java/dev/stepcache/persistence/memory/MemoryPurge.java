package dev.stepcache.persistence.memory;

import dev.stepcache.application.json.RunTraces;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import java.util.Optional;

/** Deletes a run from facts, and what is told of it elsewhere in them (H3). */
final class MemoryPurge {
  private final Facts facts;
  private final StepRun run;
  private final RunTraces traces;

  MemoryPurge(Facts facts, StepRun run) {
    this.facts = facts;
    this.run = run;
    this.traces = new RunTraces(run);
  }

  void purge() {
    facts.runs.remove(run.id());
    facts.retractions.remove(run.id());
    facts.runLeases.remove(run.id());
    facts.steps.forEach((execution, steps) ->
        steps.replaceAll((name, step) -> {
          ExecutedStep left = traces.erasedFrom(step);
          if (!left.equals(step)) {
            eraseFrom(execution, step);
          }
          return left;
        }));
  }

  private void eraseFrom(ExecutionId execution, ExecutedStep step) {
    boolean ranAsIt = step.run().equals(Optional.of(run.id()));
    if (ranAsIt) {
      facts
          .callbacks
          .values()
          .removeIf(callback ->
              callback.execution().equals(execution) && callback.step().equals(step.name()));
    }
    facts.executions.computeIfPresent(
        execution,
        (id, kept) ->
            kept.failureReason()
                .map(reason -> kept.withReason(traces.erasedFrom(reason, ranAsIt)))
                .orElse(kept));
  }
}

package dev.stepcache.http.page;

import dev.stepcache.application.json.ShownChange;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRunId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the page of a step of an execution shows.
 *
 * @param decision the decision document; empty where none was made, or not yet
 * @param run the run that the step started
 * @param outputs what it handed on, secrets hidden
 * @param linked the other executions named here that are still kept
 */
record StepView(
    ExecutionLine execution,
    StepLine line,
    int attempts,
    ObjectValue decision,
    List<ShownChange> changes,
    Optional<StepRunId> run,
    Optional<AttributeValue> outputs,
    LogState log,
    Set<ExecutionId> linked) {
  StepView {
    changes = List.copyOf(changes);
    linked = Set.copyOf(linked);
  }

  /** Whether there is a log to be read. */
  enum LogState {
    THERE,
    NOT_KEPT_HERE,
    NOT_GRANTED
  }
}

package dev.stepcache.application;

import static java.util.Collections.unmodifiableMap;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps of an execution came to that has ended: the jobs of those that succeeded, as far
 * as they are still kept (X8).
 *
 * @param steps the succeeded steps in the order in which they were decided
 */
record EarlierResults(ExecutionId execution, Map<StepName, Result> steps) {

  EarlierResults {
    steps = unmodifiableMap(new LinkedHashMap<>(steps));
  }

  /** A step that succeeded, and the job that it handed on. */
  record Result(ExecutedStep step, AttributeValue job) {

    /** Whether a Condition held; empty of any other step. */
    Optional<Boolean> outcome() {
      return job instanceof ObjectValue object && step.type().equals(StepType.CONDITION)
          ? object.textMember("Outcome").map("True"::equals)
          : Optional.empty();
    }
  }

  static EarlierResults of(ExecutionId execution, RunHistory history) {
    Map<StepName, Result> results = new LinkedHashMap<>();
    for (ExecutedStep step : history.steps(execution)) {
      if (step.status() == ExecutedStep.Status.SUCCEEDED) {
        job(step, history).ifPresent(job -> results.put(step.name(), new Result(step, job)));
      }
    }
    return new EarlierResults(execution, results);
  }

  private static Optional<AttributeValue> job(ExecutedStep step, RunHistory history) {
    return step.outputs()
        .<AttributeValue>map(JsonReader::readOwn)
        .or(() ->
            step.source()
                .or(step::run)
                .flatMap(history::findRun)
                .map(RecordedRun::run)
                .filter(StepRun.Succeeded.class::isInstance)
                .map(run -> ((StepRun.Succeeded) run).outputs().job()));
  }

  Optional<Result> of(StepName step) {
    return Optional.ofNullable(steps.get(step));
  }
}

package dev.stepcache.http.sagemaker;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.StepRun;
import jakarta.inject.Inject;
import java.util.Optional;

/** What steps have handed on: their jobs, as they are described (X4). */
final class StepJobs {
  private final RunHistory history;

  @Inject
  StepJobs(Store store) {
    this.history = store.history();
  }

  /** The run that a step did, or that it reused. */
  Optional<StepRun> run(ExecutedStep step) {
    return step.source().or(step::run).flatMap(history::findRun).map(RecordedRun::run);
  }

  /** The job of a step that has succeeded, while it is kept. */
  Optional<ObjectValue> job(ExecutedStep step, Optional<StepRun> run) {
    return step.outputs()
        .<AttributeValue>map(JsonReader::readOwn)
        .or(() ->
            run.filter(StepRun.Succeeded.class::isInstance)
                .map(done -> ((StepRun.Succeeded) done).outputs().job()))
        .flatMap(AttributeValue::asObject);
  }
}

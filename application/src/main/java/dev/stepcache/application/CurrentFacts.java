package dev.stepcache.application;

import dev.stepcache.application.content.LocalArn;
import dev.stepcache.application.json.JsonFault;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.pipeline.ExecutionFacts;
import dev.stepcache.domain.pipeline.ExecutionVariable;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import io.vavr.control.Either;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known while one step is resolved.
 *
 * @param job gives the name of the job that the step would have
 * @param results what each step of the definition has come to
 */
record CurrentFacts(
    PipelineName pipeline,
    ExecutionId execution,
    Instant startedAt,
    Instant now,
    Supplier<String> job,
    RunKind kind,
    Map<String, AttributeValue> parameters,
    Map<StepName, StepResult> results,
    ObjectStore objects)
    implements ExecutionFacts {

  @Override
  public Optional<AttributeValue> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  @Override
  public String variable(ExecutionVariable variable) {
    return switch (variable) {
      case PIPELINE_NAME -> pipeline.text();
      case PIPELINE_ARN -> pipelineArn();
      case PIPELINE_EXECUTION_ID -> execution.text();
      case PIPELINE_EXECUTION_ARN -> pipelineArn() + "/execution/" + execution;
      case START_DATE_TIME -> JsonObject.instant(startedAt);
      case CURRENT_DATE_TIME -> JsonObject.instant(now);
      case TRAINING_JOB_NAME, PROCESSING_JOB_NAME -> job.get();
    };
  }

  private String pipelineArn() {
    return LocalArn.of("pipeline", pipeline.text().toLowerCase(Locale.ROOT));
  }

  @Override
  public StepResult result(StepName step) {
    StepResult result = results.get(step);
    return result == null ? new StepResult.Pending() : result;
  }

  @Override
  public Either<String, AttributeValue> json(String uri) {
    try {
      return objects
          .read(uri)
          .map(bytes -> JsonReader.read(bytes).mapLeft(JsonFault::toString))
          .orElseGet(() -> Either.left("there is no such object"));
    } catch (IOException e) {
      return Either.left(e.getMessage());
    }
  }
}

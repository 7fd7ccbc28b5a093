package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.StepName;
import io.vavr.control.Either;
import java.util.Map;
import java.util.Optional;

/** Facts of an execution in which everything is known beforehand. */
record KnownFacts(
    RunKind kind,
    Map<String, AttributeValue> parameters,
    Map<StepName, StepResult> results,
    Map<String, AttributeValue> files)
    implements ExecutionFacts {

  KnownFacts(Map<StepName, StepResult> results) {
    this(RunKind.REAL, Map.of(), results, Map.of());
  }

  KnownFacts simulated() {
    return new KnownFacts(RunKind.SIMULATED, parameters, results, files);
  }

  @Override
  public Optional<AttributeValue> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  @Override
  public String variable(ExecutionVariable variable) {
    return "the " + variable.spelling();
  }

  @Override
  public StepResult result(StepName step) {
    return results.getOrDefault(step, new StepResult.Pending());
  }

  @Override
  public Either<String, AttributeValue> json(String uri) {
    return Optional.ofNullable(files.get(uri))
        .<Either<String, AttributeValue>>map(Either::right)
        .orElseGet(() -> Either.left("there is no such object"));
  }
}

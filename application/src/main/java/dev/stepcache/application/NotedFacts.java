package dev.stepcache.application;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.pipeline.ExecutionFacts;
import dev.stepcache.domain.pipeline.ExecutionVariable;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.StepName;
import io.vavr.control.Either;
import java.util.Optional;
import java.util.Set;

/**
 * Facts that are told while it is noted which files they come from.
 *
 * @param files gets the URIs of the files that are read
 */
record NotedFacts(ExecutionFacts facts, Set<String> files) implements ExecutionFacts {

  @Override
  public Optional<AttributeValue> parameter(String name) {
    return facts.parameter(name);
  }

  @Override
  public String variable(ExecutionVariable variable) {
    return facts.variable(variable);
  }

  @Override
  public StepResult result(StepName step) {
    return facts.result(step);
  }

  @Override
  public Either<String, AttributeValue> json(String uri) {
    files.add(uri);
    return facts.json(uri);
  }

  @Override
  public RunKind kind() {
    return facts.kind();
  }
}

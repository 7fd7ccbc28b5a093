package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Runs the steps that are no single job; all others are jobs of another runner. */
final class BuiltInSteps implements StepRunner {
  private final Map<StepType, BuiltInStep> steps;
  private final StepRunner jobs;

  BuiltInSteps(Map<StepType, BuiltInStep> steps, StepRunner jobs) {
    this.steps = Map.copyOf(steps);
    this.jobs = jobs;
  }

  @Override
  public RunKind kind() {
    return jobs.kind();
  }

  @Override
  public Optional<String> refusal(StepName name, StepType type, ObjectValue content) {
    BuiltInStep step = steps.get(type);
    return step == null
        ? jobs.refusal(name, type, content)
        : step.refusal(name, content.objectMember("Arguments").orElse(ObjectValue.EMPTY));
  }

  @Override
  public SortedMap<String, String> program(Step step) throws IOException {
    return jobs.program(step);
  }

  @Override
  public Result run(Job job) throws InterruptedException {
    BuiltInStep step = steps.get(job.step().type());
    return step == null ? jobs.run(job) : LocalWork.of(job, () -> step.run(job));
  }
}

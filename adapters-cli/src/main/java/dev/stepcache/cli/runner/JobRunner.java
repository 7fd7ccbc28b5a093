package dev.stepcache.cli.runner;

import static java.util.Collections.emptySortedMap;

import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Runs the jobs that need no command of the user's, under the {@code /opt/ml} contract (X3). */
final class JobRunner implements StepRunner {
  private final Map<StepType, BuiltInJob> jobs;
  private final Platform platform;

  JobRunner(Map<StepType, BuiltInJob> jobs, Platform platform) {
    this.jobs = Map.copyOf(jobs);
    this.platform = platform;
  }

  @Override
  public RunKind kind() {
    return RunKind.REAL;
  }

  @Override
  public Optional<String> refusal(StepName name, StepType type, ObjectValue content) {
    BuiltInJob job = jobs.get(type);
    if (job == null) {
      return Optional.of(StepCommands.refusal(name, type));
    }
    ObjectValue arguments = content.objectMember("Arguments").orElse(ObjectValue.EMPTY);
    return job.refusal(arguments)
        .or(this::platformFault)
        .map(why ->
            "Step \"%s\" cannot be run %s: %s. Give a command for it in %s."
                .formatted(name, platform.manner(), why, StepCommands.FILE));
  }

  private Optional<String> platformFault() {
    try {
      return platform.fault();
    } catch (InterruptedException later) {
      Thread.currentThread().interrupt();
      return Optional.empty(); // what is run next will see it
    }
  }

  @Override
  public SortedMap<String, String> program(Step step) {
    return emptySortedMap();
  }

  @Override
  public Result run(Job job) throws InterruptedException {
    Optional<String> refusal = refusal(job.step().name(), job.step().type(), job.step().content());
    BuiltInJob builtIn = jobs.get(job.step().type());
    if (refusal.isPresent() || builtIn == null) {
      return new Result.Failed(refusal.orElse("no job of this type can be run"));
    }
    builtIn
        .notes(job.step().arguments())
        .forEach(note -> job.notes().accept("step %s: %s".formatted(job.step().name(), note)));
    return LocalWork.of(job, () -> builtIn.run(platform.make(job)));
  }

  /** The described job of a result with its name in it. */
  static ObjectValue named(String member, Workplace at) {
    return ObjectValue.EMPTY.with(member, AttributeValue.text(at.job().name()));
  }
}

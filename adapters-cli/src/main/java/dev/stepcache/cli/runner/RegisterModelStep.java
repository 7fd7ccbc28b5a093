package dev.stepcache.cli.runner;

import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.content.ModelPackages;
import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.StepName;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes a model package in the registry of this object store. */
final class RegisterModelStep implements BuiltInStep {
  private final ModelPackages packages;
  private final InstantSource clock;

  RegisterModelStep(ModelPackages packages, InstantSource clock) {
    this.packages = packages;
    this.clock = clock;
  }

  @Override
  public Optional<String> refusal(StepName name, ObjectValue arguments) {
    boolean isNamed =
        arguments.member("ModelPackageGroupName").isPresent()
            || arguments.member("ModelPackageName").isPresent();
    return isNamed
        ? Optional.empty()
        : Optional.of(StepCommands.refusal(name, "it has no ModelPackageGroupName"));
  }

  @Override
  public Result.Done run(Job job) throws JobFailure {
    try {
      ObjectValue made =
          packages
              .register(job.step().arguments(), clock.instant())
              .getOrElseThrow(why -> new JobFailure("ClientError: " + why));
      return new Result.Done(made, new TreeMap<>(), Set.of());
    } catch (ContentUnreadable unreadable) {
      throw new JobFailure("InternalError: " + unreadable.message());
    }
  }
}

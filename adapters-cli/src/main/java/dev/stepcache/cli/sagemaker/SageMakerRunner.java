package dev.stepcache.cli.sagemaker;

import static java.util.Collections.emptySortedMap;

import dev.stepcache.application.content.Places;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Hands steps to the services that their types are of, and waits for them. */
final class SageMakerRunner implements StepRunner {
  private final Map<StepType, RemoteWork> works;
  private final AwsCalls calls;
  private final Backoff backoff;

  SageMakerRunner(Map<StepType, RemoteWork> works, AwsCalls calls, Backoff backoff) {
    this.works = Map.copyOf(works);
    this.calls = calls;
    this.backoff = backoff;
  }

  @Override
  public RunKind kind() {
    return RunKind.REAL;
  }

  @Override
  public boolean makesModels() {
    return true;
  }

  @Override
  public Optional<String> refusal(StepName name, StepType type, ObjectValue content) {
    RemoteWork work = works.get(type);
    if (work == null) {
      return Optional.of(
          "Step \"%s\" of type %s is no job that can be handed to SageMaker; give it a command in stepcache.json."
              .formatted(name, type));
    }
    return Places.in(content).stream()
        .filter(place -> place.startsWith("file://"))
        .findFirst()
        .map(place -> "names %s, which SageMaker cannot reach".formatted(place))
        .or(() -> work.refusal(content))
        .map(clause -> "Step \"%s\" of type %s %s.".formatted(name, type, clause));
  }

  @Override
  public SortedMap<String, String> program(Step step) {
    return emptySortedMap();
  }

  @Override
  public Result run(Job job) throws InterruptedException {
    RemoteWork work = works.get(job.step().type());
    if (work == null) {
      return new Result.Failed("it is no job that can be handed to SageMaker");
    }
    try {
      return work.run(new RemoteJob(job, calls, backoff));
    } catch (WorkFailed failed) {
      return new Result.Failed(failed.reason());
    } catch (AwsFault fault) {
      return new Result.Failed(fault.reason());
    }
  }
}

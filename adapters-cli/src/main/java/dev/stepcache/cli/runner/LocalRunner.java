package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;

/** Runs a step by the user's own command where there is one, and otherwise by another runner. */
final class LocalRunner implements StepRunner {
  private final CommandRunner commands;
  private final StepRunner others;

  LocalRunner(CommandRunner commands, StepRunner others) {
    this.commands = commands;
    this.others = others;
  }

  @Override
  public RunKind kind() {
    return others.kind();
  }

  @Override
  public boolean makesModels() {
    return others.makesModels();
  }

  @Override
  public Optional<String> refusal(StepName name, StepType type, ObjectValue content) {
    return of(name, type).refusal(name, type, content);
  }

  @Override
  public SortedMap<String, String> program(Step step) throws IOException {
    return of(step.name(), step.type()).program(step);
  }

  @Override
  public Result run(Job job) throws InterruptedException {
    return of(job.step().name(), job.step().type()).run(job);
  }

  private StepRunner of(StepName name, StepType type) {
    return commands.hasCommandFor(name, type) ? commands : others;
  }
}

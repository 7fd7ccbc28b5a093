package dev.stepcache.cli.command;

import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.step.Step;

/**
 * A file with one step in it, resolved: no expressions are left.
 *
 * @param file where the step was read; {@code file://./} is relative to its folder
 */
record StepFile(InputFile file, Step step) {

  static StepFile read(String name, Invocation invocation) {
    InputFile file = InputFile.read(name, invocation);
    Step step =
        DefinedStep.readResolved(file.json())
            .toEither()
            .getOrElseThrow(
                faults -> CommandFailure.invalid(DefinitionOptions.shown(file, faults)));
    return new StepFile(file, step);
  }
}

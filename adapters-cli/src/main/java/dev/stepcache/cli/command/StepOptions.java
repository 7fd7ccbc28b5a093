package dev.stepcache.cli.command;

import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.cli.command.Settings.RunnerChoice;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What commands about one step are told of it. */
public final class StepOptions {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(
      index = "0",
      paramLabel = "STEP.json",
      description = {
        "One step with no expressions left in it: {\"Name\": ..., \"Type\": ..., \"Arguments\":"
            + " {...}, \"CacheConfig\": {\"Enabled\": true, \"ExpireAfter\": \"P30D\"}}.",
        "- reads standard input."
      })
  private String file = "";

  StepFile read(Invocation invocation) {
    return StepFile.read(file, invocation);
  }

  Settings settings(Invocation invocation, StepFile step, HistoryNeed need) {
    return global.settings(invocation, step.file().folder(), need, RunnerChoice.process);
  }
}

package dev.stepcache.cli.command;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.RunHistory.Pruned;
import dev.stepcache.domain.expiry.ExpireAfter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Deletes old runs and executions, and all of deleted pipelines.",
      "A run stays as long as the history has a hit that reused it. Runs that have not ended stay."
    })
public final class PruneCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      required = true,
      description = "Deletes what ended longer ago than this, written like an ExpireAfter: P90D.")
  private String olderThan = "";

  public PruneCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    ExpireAfter age =
        ExpireAfter.parse(olderThan)
            .getOrElseThrow(error -> CommandFailure.invalid("--older-than: " + error.message()));
    try (Session session = options.open(invocation)) {
      Pruned pruned = session.history().prune(age.cutoff(session.stepCache().now()));
      if (output.isJson()) {
        invocation
            .console()
            .answer(
                new JsonObject().put("executions", pruned.executions()).put("runs", pruned.runs()));
      } else {
        invocation
            .console()
            .answer(
                "deleted %s and %s"
                    .formatted(
                        Counts.of(pruned.executions(), "execution"),
                        Counts.of(pruned.runs(), "run")));
      }
      return ExitCode.DONE;
    }
  }
}

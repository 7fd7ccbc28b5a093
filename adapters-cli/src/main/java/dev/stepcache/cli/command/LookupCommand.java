package dev.stepcache.cli.command;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.cli.output.DecisionText;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.Outcome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "lookup",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether a step has a run to reuse, or why not.",
      "Nothing is run and nothing recorded.",
      "With --output json the source of a hit is shown with its outputs."
    })
public final class LookupCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private StepOptions options = new StepOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      required = true,
      description = "The pipeline that the step belongs to; only its runs are reused.")
  private String pipeline = "";

  @Option(
      names = "--exit-code",
      description = "End with 0 on a hit, 10 on a miss and 11 on a bypass, instead of always 0.")
  private boolean exitCode;

  public LookupCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    StepFile file = options.read(invocation);
    var name = Names.pipeline(pipeline);
    Settings settings = options.settings(invocation, file, HistoryNeed.AT_START);
    try (Session session = invocation.sessions().open(settings)) {
      CacheDecision decision = session.stepCache().lookUp(name, file.step());
      JsonObject document = session.documents().of(decision);
      if (output.isJson()) {
        invocation.console().answer(document);
      } else {
        new DecisionText(invocation.console().style())
            .lines(document.value())
            .forEach(invocation.console()::answer);
      }
      return exitCode ? exitCode(decision.outcome()) : ExitCode.DONE;
    }
  }

  private static int exitCode(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Hit hit -> ExitCode.DONE;
      case Outcome.Miss miss -> ExitCode.LOOKUP_MISS;
      case Outcome.Bypass bypass -> ExitCode.LOOKUP_BYPASS;
    };
  }
}

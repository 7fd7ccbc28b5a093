package dev.stepcache.cli.command;

import dev.stepcache.application.StepCache;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.cli.output.DecisionText;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "exec",
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "stepcache exec --pipeline NAME STEP.json --outputs FILE [OPTIONS]",
      "           -- COMMAND..."
    },
    description = {
      "Runs a step's command, unless an earlier run can be reused.",
      "On a hit FILE gets the outputs of that run and nothing is started. Otherwise COMMAND is"
          + " run, which writes FILE (its path is in STEPCACHE_OUTPUTS), and the run is recorded."
          + " It has succeeded when it ends with 0 and FILE is one JSON document.",
      "Ends as COMMAND does, with 128 and more for a signal; with 1 where COMMAND ended with 0 and"
          + " left no document."
    })
public final class ExecCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private StepOptions options = new StepOptions();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "What does the work, with its arguments, after --.")
  private List<String> command = new ArrayList<>();

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      required = true,
      description = "The pipeline that the step belongs to; only its runs are reused.")
  private String pipeline = "";

  @Option(
      names = "--outputs",
      paramLabel = "FILE",
      required = true,
      description = "What the step hands on, one JSON document.")
  private String outputs = "";

  @Option(names = "--refresh", description = "Run COMMAND even where a run could be reused.")
  private boolean refresh;

  @Option(names = "--no-cache", description = "Reuse nothing; the run is still recorded.")
  private boolean noCache;

  @Option(
      names = "--history-optional",
      description = "Run COMMAND when the history cannot be reached, instead of refusing.")
  private boolean historyOptional;

  public ExecCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    PipelineName name = Names.pipeline(pipeline);
    StepFile step = options.read(invocation);
    OutputsFile file = OutputsFile.of(outputs, invocation);
    HistoryNeed need = historyOptional ? HistoryNeed.NEVER : HistoryNeed.AT_START;
    Session session = invocation.sessions().open(options.settings(invocation, step, need));
    try {
      return reuseOrRun(session, name, step.step(), file);
    } finally {
      invocation.close(session);
    }
  }

  private int reuseOrRun(Session session, PipelineName name, Step step, OutputsFile file)
      throws InterruptedException {
    Optional<KeyDocument> key = session.keys().of(step);
    CacheDecision decision = decide(session, name, step, key);
    tell(session, decision);
    if (decision.outcome() instanceof Outcome.Hit(StepRun.Succeeded source, Duration age)) {
      file.write(source.outputs().job());
      return ExitCode.DONE;
    }
    file.remove();
    Optional<StepRun.Executing> run = key.map(document -> start(session, name, step, document));
    return new CommandRun(invocation, session, step, run, file).execute(command);
  }

  private CacheDecision decide(
      Session session, PipelineName name, Step step, Optional<KeyDocument> key) {
    StepCache cache = session.stepCache();
    try {
      return cache.decide(
          name,
          session.history().findPipeline(name).map(Pipeline::id),
          step,
          policy(cache.policy(step)),
          key,
          RunKind.REAL);
    } catch (RunHistoryUnavailable outage) {
      if (!historyOptional) {
        throw outage;
      }
      invocation.console().note(outage.message());
      return cache.historyUnavailable(name, step, key);
    }
  }

  private CachePolicy policy(CachePolicy wanted) {
    if (noCache) {
      return wanted.disabled();
    }
    return refresh ? wanted.refreshing() : wanted;
  }

  private void tell(Session session, CacheDecision decision) {
    new DecisionText(invocation.console().noteStyle())
        .lines(session.documents().withoutOutputs(decision).value())
        .forEach(invocation.console()::note);
  }

  private static StepRun.Executing start(
      Session session, PipelineName name, Step step, KeyDocument key) {
    RunHistory history = session.history();
    history.stopAbandoned(history.clock().instant());
    StepCache cache = session.stepCache();
    return cache.start(
        history.openPipeline(name, cache.now()).id(),
        step,
        key,
        RunKind.REAL,
        Optional.empty(),
        Optional.of(session.leases().lease()));
  }
}

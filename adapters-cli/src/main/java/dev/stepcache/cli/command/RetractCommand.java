package dev.stepcache.cli.command;

import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Consumer;
import dev.stepcache.cli.output.Console;
import dev.stepcache.cli.output.Table;
import dev.stepcache.cli.output.Table.Cell;
import dev.stepcache.domain.run.StepRunId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "retract",
    mixinStandardHelpOptions = true,
    description = {
      "Has a run never be reused again, and lists the steps that reused it.",
      "It may be in any state, and stays in the history. The first reason given stays, too."
    })
public final class RetractCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run, as history shows it.")
  private String run = "";

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "The reason, told wherever the run would have been reused.")
  private String why = "no reason was given";

  public RetractCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    StepRunId id = Names.run(run);
    try (Session session = options.open(invocation)) {
      RunHistory history = session.history();
      if (history.findRun(id).isEmpty()) {
        throw CommandFailure.notFound("there is no run " + id);
      }
      Instant now = session.stepCache().now();
      history.retract(id, now, why);
      List<Consumer> consumers = history.consumers(id);
      if (output.isJson()) {
        invocation.console().answer(HistoryDocuments.retraction(id, consumers));
      } else {
        show(id, consumers, now);
      }
      return ExitCode.DONE;
    }
  }

  private void show(StepRunId id, List<Consumer> consumers, Instant now) {
    Console console = invocation.console();
    console.answer(
        "run %s will not be reused; %s"
            .formatted(id, consumers.isEmpty() ? "nothing has reused it" : "it was reused by"));
    Table table = new Table();
    consumers.forEach(consumer ->
        table.row(
            Cell.plain("  execution " + consumer.execution()),
            new Cell(consumer.step().text(), console.style()::strong),
            Cell.plain(Moments.ago(consumer.decidedAt(), now))));
    table.lines().forEach(console::answer);
  }
}

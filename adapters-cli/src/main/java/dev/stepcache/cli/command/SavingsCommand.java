package dev.stepcache.cli.command;

import dev.stepcache.application.json.Durations;
import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Savings;
import dev.stepcache.cli.output.Console;
import dev.stepcache.cli.output.Table;
import dev.stepcache.cli.output.Table.Cell;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.run.PipelineId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "savings",
    mixinStandardHelpOptions = true,
    description = {
      "Says how much computing time reuse has saved, step by step.",
      "Every hit counts with the time of the run that did the work, however often that was reused"
          + " before."
    })
public final class SavingsCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = "Its steps alone.")
  private @Nullable String pipeline;

  @Option(
      names = "--within",
      paramLabel = "D",
      description = "Counts only what is no older, such as 30d or T12H. Default: all that is kept.")
  private @Nullable String within;

  public SavingsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Optional<ExpireAfter> age = Optional.ofNullable(within).map(SavingsCommand::age);
    try (Session session = options.open(invocation)) {
      RunHistory history = session.history();
      Optional<PipelineId> asked =
          Optional.ofNullable(pipeline)
              .map(name -> HistoryOptions.pipeline(history, name))
              .map(Pipeline::id);
      Instant since =
          age.map(limit -> limit.cutoff(session.stepCache().now())).orElse(Instant.EPOCH);
      List<Savings> steps = history.savings(asked, since);
      if (output.isJson()) {
        invocation.console().answer(HistoryDocuments.savings(steps));
      } else {
        show(steps);
      }
      return ExitCode.DONE;
    }
  }

  private static ExpireAfter age(String text) {
    return ExpireAfter.parse(text)
        .getOrElseThrow(fault -> CommandFailure.invalid("--within: " + fault.message()));
  }

  private void show(List<Savings> steps) {
    Console console = invocation.console();
    Table table = new Table();
    table.row(
        List.of("PIPELINE", "STEP", "TYPE", "HITS", "SAVED", "RUNS", "TOOK").stream()
            .map(heading -> new Cell(heading, console.style()::faint))
            .toArray(Cell[]::new));
    steps.forEach(step ->
        table.row(
            Cell.plain(step.pipeline().text()),
            new Cell(step.step().text(), console.style()::strong),
            Cell.plain(step.type().name()),
            Cell.plain(Long.toString(step.hits())),
            Cell.plain(Durations.spoken(step.saved())),
            Cell.plain(Long.toString(step.runs())),
            Cell.plain(Durations.spoken(step.spent()))));
    table.lines().forEach(console::answer);
    console.answer(
        "%s saved by %d hits; %d runs took %s"
            .formatted(
                Durations.spoken(HistoryDocuments.total(steps, Savings::saved)),
                HistoryDocuments.sum(steps, Savings::hits),
                HistoryDocuments.sum(steps, Savings::runs),
                Durations.spoken(HistoryDocuments.total(steps, Savings::spent))));
  }
}

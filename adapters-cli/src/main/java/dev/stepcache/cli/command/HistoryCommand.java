package dev.stepcache.cli.command;

import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.RunStatus;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.cli.output.Style;
import dev.stepcache.cli.output.Table.Cell;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Lists the recorded runs, of all pipelines, of one or of one step; newest first.")
public final class HistoryCommand implements Callable<Integer> {
  private static final List<String> HEADINGS =
      List.of("RUN", "PIPELINE", "STEP", "TYPE", "STATUS", "STARTED", "TOOK", "EXECUTION");

  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private Listing listing = new Listing();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(index = "0", arity = "0..1", paramLabel = "PIPELINE", description = "Its runs alone.")
  private @Nullable String pipeline;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STEP",
      description = "The runs of this step of it alone.")
  private @Nullable String step;

  public HistoryCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    listing.check();
    try (Session session = options.open(invocation)) {
      RunHistory history = session.history();
      RunQuery query =
          new RunQuery(
              Optional.ofNullable(pipeline)
                  .map(name -> HistoryOptions.pipeline(history, name))
                  .map(Pipeline::id),
              Optional.ofNullable(step).map(Names::step));
      HistoryOptions.stopAbandoned(history);
      try (Stream<RecordedRun> runs = history.runs(query)) {
        if (output.isJson()) {
          invocation
              .console()
              .answer(
                  new JsonObject().put("runs", listing.documents(runs.map(HistoryDocuments::run))));
        } else {
          Instant now = session.stepCache().now();
          listing.show(invocation.console(), HEADINGS, runs, run -> row(run, now));
        }
      }
      return ExitCode.DONE;
    }
  }

  private List<Cell> row(RecordedRun recorded, Instant now) {
    StepRun run = recorded.run();
    Style style = invocation.console().style();
    return List.of(
        Cell.plain(run.id().text()),
        Cell.plain(recorded.pipeline().text()),
        new Cell(run.scope().step().text(), style::strong),
        new Cell(run.scope().type().name(), style::faint),
        Statuses.cell(status(recorded), style),
        Cell.plain(Moments.ago(run.startedAt(), now)),
        Cell.plain(Moments.took(run.startedAt(), HistoryDocuments.completedAt(run))),
        Cell.plain(run.execution().map(ExecutionId::text).orElse("")));
  }

  private static String status(RecordedRun recorded) {
    return RunStatus.of(recorded.run()).spelling()
        + (recorded.run().scope().kind() == RunKind.SIMULATED ? ", simulated" : "")
        + (recorded.retracted().isPresent() ? ", retracted" : "");
  }
}

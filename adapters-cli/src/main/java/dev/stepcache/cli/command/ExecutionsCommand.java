package dev.stepcache.cli.command;

import static java.util.stream.Collectors.toMap;

import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.cli.output.Style;
import dev.stepcache.cli.output.Table.Cell;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.PipelineName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "executions",
    mixinStandardHelpOptions = true,
    description = "Lists the executions of all pipelines or of one, newest first.")
public final class ExecutionsCommand implements Callable<Integer> {
  private static final List<String> HEADINGS =
      List.of("EXECUTION", "PIPELINE", "STATUS", "STARTED", "TOOK");

  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private Listing listing = new Listing();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = "Its executions alone.")
  private @Nullable String pipeline;

  public ExecutionsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** An execution with the name of its pipeline. */
  private record Named(Execution execution, PipelineName pipeline) {}

  @Override
  public Integer call() {
    listing.check();
    try (Session session = options.open(invocation)) {
      RunHistory history = session.history();
      Optional<PipelineId> asked =
          Optional.ofNullable(pipeline)
              .map(name -> HistoryOptions.pipeline(history, name))
              .map(Pipeline::id);
      HistoryOptions.stopAbandoned(history);
      try (Stream<Execution> executions = history.executions(asked)) {
        Stream<Named> named = named(executions, history.pipelines());
        if (output.isJson()) {
          invocation
              .console()
              .answer(
                  new JsonObject()
                      .put(
                          "executions",
                          listing.documents(
                              named.map(known ->
                                  HistoryDocuments.execution(
                                      known.execution(), known.pipeline())))));
        } else {
          Instant now = session.stepCache().now();
          listing.show(invocation.console(), HEADINGS, named, execution -> row(execution, now));
        }
      }
      return ExitCode.DONE;
    }
  }

  /** Those of a pipeline that was ended just now are left out. */
  private static Stream<Named> named(Stream<Execution> executions, List<Pipeline> pipelines) {
    Map<PipelineId, PipelineName> names =
        pipelines.stream().collect(toMap(Pipeline::id, Pipeline::name));
    return executions.flatMap(execution ->
        Optional.ofNullable(names.get(execution.pipeline())).stream()
            .map(name -> new Named(execution, name)));
  }

  private List<Cell> row(Named named, Instant now) {
    Execution execution = named.execution();
    Style style = invocation.console().style();
    String simulated = execution.kind() == RunKind.SIMULATED ? ", simulated" : "";
    return List.of(
        new Cell(execution.id().text(), style::strong),
        Cell.plain(named.pipeline().text()),
        Statuses.cell(execution.status().spelling() + simulated, style),
        Cell.plain(Moments.ago(execution.startedAt(), now)),
        Cell.plain(Moments.took(execution.startedAt(), execution.completedAt())));
  }
}

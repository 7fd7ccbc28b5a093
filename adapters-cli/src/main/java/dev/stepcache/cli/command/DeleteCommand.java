package dev.stepcache.cli.command;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = {
      "Ends a pipeline: its runs are never reused again.",
      "Its name is then free to begin a new pipeline.",
      "What it kept is deleted by the next prune."
    })
public final class DeleteCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline.")
  private String pipeline = "";

  public DeleteCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Session session = options.open(invocation)) {
      RunHistory history = session.history();
      Pipeline ended = HistoryOptions.pipeline(history, pipeline);
      if (!history.deletePipeline(ended.id(), session.stepCache().now())) {
        throw CommandFailure.notFound("there is no pipeline " + ended.name());
      }
      if (output.isJson()) {
        invocation.console().answer(new JsonObject().put("pipeline", ended.name().text()));
      } else {
        invocation
            .console()
            .answer("pipeline %s is deleted: its runs will not be reused".formatted(ended.name()));
      }
      return ExitCode.DONE;
    }
  }
}

package dev.stepcache.cli.command;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.run.ExecutionId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Stops an execution, wherever it goes on: nothing of it starts any more, and what runs is"
          + " ended.",
      "Returns when it has ended."
    })
public final class StopCommand implements Callable<Integer> {
  private static final long PAUSE_MILLIS = 200;

  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "EXECUTION", description = "As run and executions show it.")
  private String execution = "";

  @Option(names = "--no-wait", description = "Return at once, without waiting for the end.")
  private boolean noWait;

  public StopCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Session session = options.open(invocation)) {
      RunHistory history = session.history();
      HistoryOptions.stopAbandoned(history);
      Execution found = HistoryOptions.execution(history, execution);
      if (found.status().isTerminal()) {
        throw CommandFailure.invalid(
            "Execution %s has ended already: %s.".formatted(found.id(), found.status().spelling()));
      }
      history.end(found.stopping());
      Execution.Status status = noWait ? Execution.Status.STOPPING : awaitEnd(history, found.id());
      if (output.isJson()) {
        invocation
            .console()
            .answer(
                new JsonObject()
                    .put("execution", found.id().text())
                    .put("status", status.spelling()));
      } else {
        invocation.console().answer("execution %s: %s".formatted(found.id(), status.spelling()));
      }
      return ExitCode.DONE;
    }
  }

  /** An execution whose process is gone ends with its lease. */
  private static Execution.Status awaitEnd(RunHistory history, ExecutionId id)
      throws InterruptedException {
    while (true) {
      HistoryOptions.stopAbandoned(history);
      Execution.Status status =
          history
              .status(id)
              .orElseThrow(() -> CommandFailure.notFound("execution " + id + " was deleted"));
      if (status.isTerminal()) {
        return status;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}

package dev.stepcache.cli.command;

import dev.stepcache.application.StepLogs;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what a step of an execution printed, on standard output and standard error.",
      "Of a step that was reused, what the run printed that did the work."
    })
public final class LogsCommand implements Callable<Integer> {
  private static final long PAUSE_MILLIS = 200;

  private final Invocation invocation;

  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "EXECUTION", description = "As run and executions show it.")
  private String execution = "";

  @Parameters(index = "1", paramLabel = "STEP", description = "The step's name.")
  private String step = "";

  @Option(names = "--follow", description = "Go on showing until the step has ended.")
  private boolean follow;

  public LogsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    ExecutionId asked = Names.execution(execution);
    StepName name = Names.step(step);
    Settings settings = global.settings(invocation);
    try (Session session = invocation.sessions().open(settings)) {
      RunHistory history = session.history();
      HistoryOptions.execution(history, execution);
      StepLogs.Printing printing = printing(session.logs(), history, asked, name);
      show(printing, history);
      return ExitCode.DONE;
    } catch (IOException unreadable) {
      throw CommandFailure.notFound(
          "the log of step %s cannot be read: %s".formatted(name, unreadable.getMessage()));
    }
  }

  /** With --follow a step that has not been decided yet is waited for. */
  private StepLogs.Printing printing(
      StepLogs logs, RunHistory history, ExecutionId asked, StepName name)
      throws InterruptedException {
    while (true) {
      boolean isOver = history.status(asked).filter(status -> !status.isTerminal()).isEmpty();
      Optional<StepLogs.Printing> found = logs.of(asked, name);
      if (found.isPresent()) {
        return found.get();
      }
      if (!follow || isOver) {
        throw CommandFailure.notFound(
            "execution %s decided no step %s%s".formatted(asked, name, isOver ? "" : " yet"));
      }
      HistoryOptions.stopAbandoned(history);
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private void show(StepLogs.Printing printing, RunHistory history)
      throws IOException, InterruptedException {
    if (!Files.exists(printing.log()) && !(follow && isGoingOn(printing, history))) {
      throw CommandFailure.notFound(
          "nothing that step %s of execution %s printed is kept here"
              .formatted(printing.step(), printing.execution()));
    }
    long shown = 0;
    boolean goesOn = true;
    while (goesOn) {
      // Asked before reading: what is printed at last is read after the end is known.
      goesOn = follow && isGoingOn(printing, history);
      shown += copy(printing.log(), shown);
      if (goesOn) {
        HistoryOptions.stopAbandoned(history);
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static boolean isGoingOn(StepLogs.Printing printing, RunHistory history) {
    return history.steps(printing.execution()).stream()
        .filter(known -> known.name().equals(printing.step()))
        .anyMatch(known -> known.status() == ExecutedStep.Status.EXECUTING);
  }

  private long copy(Path log, long from) throws IOException {
    if (!Files.exists(log)) {
      return 0;
    }
    PrintStream out = invocation.console().out();
    try (InputStream bytes = Files.newInputStream(log)) {
      bytes.skipNBytes(Math.min(from, Files.size(log)));
      long copied = bytes.transferTo(out);
      out.flush();
      return copied;
    }
  }
}

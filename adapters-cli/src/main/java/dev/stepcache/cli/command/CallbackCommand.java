package dev.stepcache.cli.command;

import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.CallbackAnswer;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.cli.output.Console;
import dev.stepcache.cli.output.Table;
import dev.stepcache.cli.output.Table.Cell;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "callback",
    mixinStandardHelpOptions = true,
    description = {
      "Tells the end of a Callback step that waits for it; without TOKEN, lists those that wait.",
      "The first end that is told stays."
    })
public final class CallbackCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TOKEN",
      description = "As run shows it, or as the step's command was given it.")
  private @Nullable String token;

  @Option(
      names = {"-o", "--output-parameter"},
      paramLabel = "NAME=VALUE",
      description = "An output parameter of the step that succeeded; may be given again.")
  private Map<String, String> outputs = new LinkedHashMap<>();

  @Option(names = "--failed", paramLabel = "REASON", description = "The step failed, and why.")
  private @Nullable String failed;

  public CallbackCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (failed != null && !outputs.isEmpty()) {
      throw CommandFailure.usage("a step that --failed has no output parameters");
    }
    String asked = token;
    if (asked == null && (failed != null || !outputs.isEmpty())) {
      throw CommandFailure.usage("TOKEN is needed: it says which step has ended");
    }
    try (Session session = options.open(invocation)) {
      if (asked == null) {
        list(session.history(), session.stepCache().now());
      } else {
        answer(session.history(), asked);
      }
      return ExitCode.DONE;
    }
  }

  private void list(RunHistory history, Instant now) {
    HistoryOptions.stopAbandoned(history);
    List<StepCallback> open = history.openCallbacks();
    if (output.isJson()) {
      invocation
          .console()
          .answer(
              new JsonObject()
                  .put("callbacks", open.stream().map(HistoryDocuments::callback).toList()));
      return;
    }
    Console console = invocation.console();
    Table table = new Table();
    open.forEach(callback ->
        table.row(
            new Cell(callback.token(), console.style()::strong),
            Cell.plain("step " + callback.step() + " of execution " + callback.execution()),
            Cell.plain("asked " + Moments.ago(callback.askedAt(), now))));
    table.lines().forEach(console::answer);
    if (open.isEmpty()) {
      console.answer("no step waits for a callback");
    }
  }

  private void answer(RunHistory history, String asked) {
    StepCallback callback =
        history
            .findCallback(asked)
            .orElseThrow(() -> CommandFailure.notFound("no step was given the token " + asked));
    if (!history.answer(asked, told())) {
      throw CommandFailure.invalid(
          "the end of step %s of execution %s was told before, and otherwise"
              .formatted(callback.step(), callback.execution()));
    }
    if (output.isJson()) {
      invocation.console().answer(HistoryDocuments.callback(callback));
    } else {
      invocation
          .console()
          .answer(
              "told the end of step %s of execution %s"
                  .formatted(callback.step(), callback.execution()));
    }
  }

  private CallbackAnswer told() {
    if (failed != null) {
      return new CallbackAnswer.Failure(failed);
    }
    JsonObject parameters = new JsonObject();
    outputs.forEach(parameters::put);
    return new CallbackAnswer.Success(parameters.compact());
  }
}

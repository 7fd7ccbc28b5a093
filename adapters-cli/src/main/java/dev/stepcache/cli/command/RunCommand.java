package dev.stepcache.cli.command;

import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.RunningExecution;
import dev.stepcache.application.json.Durations;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.Execution;
import dev.stepcache.cli.output.Console;
import dev.stepcache.cli.output.LiveExecution;
import dev.stepcache.cli.output.Style;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.step.StepName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Executes a pipeline: every step that has a run to reuse is reused, the others run.",
      "Ends with 0 when the pipeline succeeded and 1 when it failed."
    })
public final class RunCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private DefinitionOptions options = new DefinitionOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description =
          "How many steps may run at once. Default: the number of processors, at least 2.")
  private int maxParallel = Math.max(2, Runtime.getRuntime().availableProcessors());

  public RunCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (maxParallel < 1) {
      throw CommandFailure.usage("--max-parallel is at least 1, not " + maxParallel);
    }
    InputFile file = options.file(invocation);
    ExecutionRequest request = options.request(invocation, file, maxParallel);
    try (Session session = invocation.sessions().open(options.settings(invocation, file))) {
      List<String> refusals = session.executor().refusals(request.definition());
      if (!refusals.isEmpty()) {
        throw CommandFailure.invalid(String.join("\n", refusals));
      }
      ExecutionReport report = execute(session, request);
      if (output.isJson()) {
        invocation.console().answer(document(session, report));
      } else {
        summarize(report);
      }
      return exitCode(report.status());
    }
  }

  private ExecutionReport execute(Session session, ExecutionRequest request)
      throws InterruptedException {
    List<DefinedStep> steps = request.definition().allSteps();
    try (LiveExecution live =
        new LiveExecution(
            invocation.console(),
            session.documents(),
            invocation.clock(),
            !output.isJson(),
            longest(steps, step -> step.name().text().length()),
            longest(steps, step -> step.type().name().length()))) {
      RunningExecution execution = session.executor().begin(request, live);
      return invocation.interruption().during(execution::await, execution::stop);
    }
  }

  private static int longest(List<DefinedStep> steps, ToIntFunction<DefinedStep> length) {
    return steps.stream().mapToInt(length).max().orElse(0);
  }

  private static int exitCode(Execution.Status status) {
    return switch (status) {
      case SUCCEEDED -> ExitCode.DONE;
      case FAILED -> ExitCode.FAILED;
      case STOPPED, STOPPING -> ExitCode.INTERRUPTED;
      case EXECUTING -> throw new IllegalStateException("an execution that has not ended");
    };
  }

  private static JsonObject document(Session session, ExecutionReport report) {
    return new JsonObject()
        .put("pipeline", report.pipeline().text())
        .put("execution", report.execution().text())
        .put("status", report.status().spelling())
        .putText("failureReason", report.failureReason())
        .put("steps", report.steps().stream().map(step -> document(session, step)).toList())
        .putTexts("notStarted", report.notStarted().stream().map(StepName::text).toList())
        .put("savedMillis", report.saved().toMillis());
  }

  private static JsonObject document(Session session, StepReport step) {
    return new JsonObject()
        .put("name", step.name().text())
        .put("type", step.decision().step().type().name())
        .put("status", step.status().spelling())
        .put("decision", session.documents().of(step.decision()))
        .put("startedAt", step.startedAt())
        .putInstant("completedAt", step.completedAt())
        .putValue("outputs", step.outputs().map(session.secrets()::shown))
        .putText("failureReason", step.failureReason());
  }

  private void summarize(ExecutionReport report) {
    Console console = invocation.console();
    Style style = console.style();
    String status = report.status().spelling();
    long hits = report.steps().stream().filter(step -> step.decision().isHit()).count();
    console.answer(
        "%s in %s: %d of %d steps reused%s"
            .formatted(
                report.status() == Execution.Status.SUCCEEDED
                    ? style.good(status)
                    : style.bad(status),
                Durations.spoken(Duration.between(report.startedAt(), report.completedAt())),
                hits,
                report.steps().size(),
                hits == 0 ? "" : ", " + Durations.spoken(report.saved()) + " saved"));
    report.failureReason().ifPresent(reason -> console.answer(style.bad(reason)));
  }
}

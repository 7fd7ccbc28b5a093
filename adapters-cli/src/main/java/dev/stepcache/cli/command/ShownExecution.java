package dev.stepcache.cli.command;

import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.ExecutionReport.EarlierStep;
import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.PipelineExecutor.Refusal;
import dev.stepcache.application.RunningExecution;
import dev.stepcache.application.json.Durations;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.Execution;
import dev.stepcache.cli.output.Console;
import dev.stepcache.cli.output.LiveExecution;
import dev.stepcache.cli.output.Style;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.step.StepName;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** An execution that is shown while it goes on, and told when it is over. */
final class ShownExecution {
  private final Invocation invocation;
  private final Session session;
  private final ExecutionRequest request;
  private final boolean isJson;

  ShownExecution(Invocation invocation, Session session, ExecutionRequest request, boolean isJson) {
    this.invocation = invocation;
    this.session = session;
    this.request = request;
    this.isJson = isJson;
  }

  /** Sees an execution to its end; answers the exit code that tells of it. */
  int run(Function<ExecutionListener, Either<Refusal, RunningExecution>> begin)
      throws InterruptedException {
    List<String> refusals = session.executor().refusals(request);
    if (!refusals.isEmpty()) {
      throw CommandFailure.invalid(String.join("\n", refusals));
    }
    ExecutionReport report = execute(begin);
    if (isJson) {
      invocation.console().answer(document(report));
    } else {
      summarize(report);
    }
    return exitCode(report.status());
  }

  private ExecutionReport execute(
      Function<ExecutionListener, Either<Refusal, RunningExecution>> begin)
      throws InterruptedException {
    List<DefinedStep> steps = request.definition().allSteps();
    try (LiveExecution live =
        new LiveExecution(
            invocation.console(),
            session.documents(),
            invocation.clock(),
            !isJson,
            longest(steps, step -> step.name().text().length()),
            longest(steps, step -> step.type().name().length()))) {
      RunningExecution execution = begin.apply(live).getOrElseThrow(ShownExecution::failure);
      return invocation.interruption().during(execution::await, execution::stop);
    }
  }

  private static CommandFailure failure(Refusal refusal) {
    return refusal.isNotFound()
        ? CommandFailure.notFound(refusal.message())
        : CommandFailure.invalid(refusal.message());
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

  private JsonObject document(ExecutionReport report) {
    JsonObject document =
        new JsonObject()
            .put("pipeline", report.pipeline().text())
            .put("execution", report.execution().text())
            .put("status", report.status().spelling())
            .putText("failureReason", report.failureReason());
    if (!report.earlier().isEmpty()) {
      document.put("earlier", report.earlier().stream().map(ShownExecution::document).toList());
    }
    return document
        .put("steps", report.steps().stream().map(this::document).toList())
        .putTexts("notStarted", report.notStarted().stream().map(StepName::text).toList())
        .put("savedMillis", report.saved().toMillis());
  }

  private static JsonObject document(EarlierStep step) {
    return new JsonObject()
        .put("name", step.name().text())
        .put("type", step.type().name())
        .put("execution", step.from().text());
  }

  private JsonObject document(StepReport step) {
    JsonObject document =
        new JsonObject()
            .put("name", step.name().text())
            .put("type", step.decision().step().type().name())
            .put("status", step.status().spelling())
            .put("decision", session.documents().of(step.decision()));
    if (step.attempts() > 1) {
      document.put("attempts", step.attempts());
    }
    return document
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
        "%s in %s: %d of %d steps reused%s%s"
            .formatted(
                report.status() == Execution.Status.SUCCEEDED
                    ? style.good(status)
                    : style.bad(status),
                Durations.spoken(Duration.between(report.startedAt(), report.completedAt())),
                hits,
                report.steps().size(),
                hits == 0 ? "" : ", " + Durations.spoken(report.saved()) + " saved",
                report.earlier().isEmpty()
                    ? ""
                    : "; %d more had their results before".formatted(report.earlier().size())));
    report.failureReason().ifPresent(reason -> console.answer(style.bad(reason)));
  }
}

package dev.stepcache.cli.command;

import dev.stepcache.application.Explainer.Explanation;
import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.cli.output.Console;
import dev.stepcache.cli.output.StepTable;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says why each step of an execution was reused or run.",
      "A step that ran although it had succeeded before is shown with what had changed since."
          + " Without EXECUTION the latest is explained."
    })
public final class ExplainCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "EXECUTION",
      description = "As run and executions show it.")
  private @Nullable String execution;

  @Parameters(index = "1", arity = "0..1", paramLabel = "STEP", description = "This step alone.")
  private @Nullable String step;

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      description = "Explains the latest execution of this pipeline.")
  private @Nullable String pipeline;

  public ExplainCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (execution != null && pipeline != null) {
      throw CommandFailure.usage(
          "--pipeline chooses an execution, and EXECUTION names one already");
    }
    try (Session session = options.open(invocation)) {
      HistoryOptions.stopAbandoned(session.history());
      Explanation explanation =
          asked(session.history())
              .flatMap(asked ->
                  session
                      .explainer()
                      .explain(Optional.of(asked), Optional.ofNullable(step).map(Names::step)))
              .orElseThrow(() -> CommandFailure.notFound(noExecution()));
      if (step != null && explanation.steps().isEmpty()) {
        throw CommandFailure.notFound(
            "execution %s decided no step %s".formatted(explanation.execution().id(), step));
      }
      if (output.isJson()) {
        invocation
            .console()
            .answer(
                HistoryDocuments.explanation(
                    explanation.pipeline(), explanation.execution().id(), explanation.steps()));
      } else {
        show(explanation, session.stepCache().now());
      }
      return ExitCode.DONE;
    }
  }

  private Optional<ExecutionId> asked(RunHistory history) {
    if (execution != null) {
      return Optional.of(Names.execution(execution));
    }
    Optional<PipelineId> of =
        Optional.ofNullable(pipeline)
            .map(name -> HistoryOptions.pipeline(history, name))
            .map(Pipeline::id);
    try (Stream<Execution> executions = history.executions(of)) {
      return executions.findFirst().map(Execution::id);
    }
  }

  private String noExecution() {
    return execution == null
        ? "there is no execution yet: run starts one"
        : "there is no execution " + execution;
  }

  private void show(Explanation explanation, Instant now) {
    Console console = invocation.console();
    console.answer(
        console
            .style()
            .faint(
                "execution %s of pipeline %s, %s, started %s"
                    .formatted(
                        explanation.execution().id(),
                        explanation.pipeline(),
                        explanation.execution().status().spelling(),
                        Moments.ago(explanation.execution().startedAt(), now))));
    StepTable table = new StepTable(console.style());
    explanation
        .steps()
        .forEach(decided ->
            table.add(
                decided.name().text(),
                decided.type().name(),
                HistoryDocuments.decision(decided).orElse(ObjectValue.EMPTY)));
    table.lines().forEach(console::answer);
  }
}

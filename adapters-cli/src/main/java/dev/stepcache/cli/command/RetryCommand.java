package dev.stepcache.cli.command;

import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.ExecutionRequest.Wishes;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Goes on with an execution that failed or was stopped.",
      "Its steps that have succeeded stay so, the others are decided anew; definition, parameters"
          + " and options are those it was started with. One that a Fail step ended is not retried."
    })
public final class RetryCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private GlobalOptions global = new GlobalOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "EXECUTION", description = "As run and executions show it.")
  private String execution = "";

  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description = "How many steps may run at once. Default: as before.")
  private @Nullable Integer maxParallel;

  public RetryCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** An execution with the name of its pipeline. */
  private record Found(Execution execution, Pipeline pipeline) {}

  @Override
  public Integer call() throws InterruptedException {
    if (maxParallel != null && maxParallel < 1) {
      throw CommandFailure.usage("--max-parallel is at least 1, not " + maxParallel);
    }
    Settings now = global.settings(invocation);
    Found found = find(now);
    StartOptions options = StartOptions.read(found.execution().options(), now);
    ExecutionRequest request = request(found, options);
    Session session = invocation.sessions().open(options.settings());
    try {
      return new ShownExecution(invocation, session, request, output.isJson())
          .run(live -> session.executor().retry(request, found.execution(), live));
    } finally {
      invocation.close(session);
    }
  }

  private Found find(Settings settings) {
    try (Session session = invocation.sessions().open(settings)) {
      HistoryOptions.stopAbandoned(session.history());
      Execution found = HistoryOptions.execution(session.history(), execution);
      return session.history().pipelines().stream()
          .filter(pipeline -> pipeline.id().equals(found.pipeline()))
          .findFirst()
          .map(pipeline -> new Found(found, pipeline))
          .orElseThrow(() -> CommandFailure.notFound("there is no execution " + execution));
    }
  }

  private ExecutionRequest request(Found found, StartOptions options) {
    AttributeValue document =
        JsonReader.read(found.execution().definition())
            .getOrElseThrow(fault -> damaged(fault.toString()));
    PipelineDefinition definition =
        PipelineDefinition.read(document)
            .toEither()
            .getOrElseThrow(faults -> damaged(faults.get(0).message()));
    Map<String, AttributeValue> parameters =
        JsonReader.readOwn(found.execution().parameters())
            .asObject()
            .map(ObjectValue::members)
            .orElseThrow(() -> damaged("its parameters are no object"));
    Wishes before = options.wishes();
    int parallel = Optional.ofNullable(maxParallel).orElse(before.maxParallel());
    Wishes wishes =
        new Wishes(
            before.refresh(), before.reuse(), before.inFlight(), before.requireHistory(), parallel);
    return new ExecutionRequest(
        found.pipeline().name(),
        definition,
        found.execution().definition(),
        parameters,
        wishes,
        options.selection(),
        new StartOptions(wishes, options.selection(), options.settings()).json());
  }

  private CommandFailure damaged(String what) {
    return CommandFailure.invalid(
        "the definition that execution %s was started with cannot be read: %s"
            .formatted(execution, what));
  }
}

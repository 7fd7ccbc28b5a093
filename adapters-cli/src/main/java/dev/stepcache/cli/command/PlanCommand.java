package dev.stepcache.cli.command;

import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.Planner.PlannedStep;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.cli.output.StepTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Says which steps of a pipeline would be reused, and why the others would run.")
public final class PlanCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private DefinitionOptions options = new DefinitionOptions();
  @Mixin private OutputOption output = new OutputOption();

  public PlanCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    InputFile file = options.file(invocation);
    ExecutionRequest request = options.request(invocation, file);
    try (Session session = invocation.sessions().open(options.settings(invocation, file))) {
      List<JsonObject> steps = new ArrayList<>();
      StepTable table = new StepTable(invocation.console().style());
      for (PlannedStep step : session.planner().plan(request)) {
        JsonObject decision = decision(session, request, step);
        steps.add(
            new JsonObject()
                .put("name", step.name().text())
                .put("type", step.type().name())
                .put("decision", decision));
        table.add(step.name().text(), step.type().name(), decision.value());
      }
      if (output.isJson()) {
        invocation
            .console()
            .answer(
                new JsonObject().put("pipeline", request.pipeline().text()).put("steps", steps));
      } else {
        table.lines().forEach(invocation.console()::answer);
      }
      return ExitCode.DONE;
    }
  }

  private static JsonObject decision(Session session, ExecutionRequest request, PlannedStep step) {
    return switch (step) {
      case PlannedStep.Decided decided -> session.documents().of(decided.decision());
      case PlannedStep.Unknown unknown ->
          session
              .documents()
              .unknown(request.pipeline(), unknown.name(), unknown.type(), unknown.dependsOn());
      case PlannedStep.Impossible impossible -> throw CommandFailure.invalid(impossible.reason());
    };
  }
}

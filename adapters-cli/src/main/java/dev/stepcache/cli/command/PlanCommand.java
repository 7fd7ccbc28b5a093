package dev.stepcache.cli.command;

import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.PlanDocument;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.cli.output.StepTable;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
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
      JsonObject document =
          PlanDocument.of(request.pipeline(), session.planner().plan(request), session.documents())
              .getOrElseThrow(CommandFailure::invalid);
      if (output.isJson()) {
        invocation.console().answer(document);
      } else {
        show(document.value());
      }
      return ExitCode.DONE;
    }
  }

  private void show(ObjectValue document) {
    StepTable table = new StepTable(invocation.console().style());
    for (AttributeValue step : document.itemsOf("steps")) {
      ObjectValue planned = step.asObject().orElse(ObjectValue.EMPTY);
      table.add(
          planned.textMember("name").orElse(""),
          planned.textMember("type").orElse(""),
          planned.objectMember("decision").orElse(ObjectValue.EMPTY));
    }
    table.lines().forEach(invocation.console()::answer);
  }
}

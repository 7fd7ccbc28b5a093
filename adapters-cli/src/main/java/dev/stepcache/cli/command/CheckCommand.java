package dev.stepcache.cli.command;

import dev.stepcache.application.json.JsonFault;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.cli.output.Style;
import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.pipeline.DefinitionLint;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.pipeline.Problem;
import dev.stepcache.domain.pipeline.Problem.Code;
import dev.stepcache.domain.pipeline.Problem.Severity;
import dev.stepcache.domain.step.CacheableTypes;
import io.vavr.collection.Seq;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Names every fault of a definition, and what is probably not meant.")
public final class CheckCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      index = "0",
      paramLabel = "DEFINITION",
      description = "A pipeline definition, a JSON file; - reads standard input.")
  private String definition = "";

  @Mixin private OutputOption output = new OutputOption();

  public CheckCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    InputFile file = InputFile.read(definition, invocation);
    List<Problem> problems =
        JsonReader.read(file.bytes()).fold(fault -> List.of(noJson(fault)), CheckCommand::problems);
    boolean valid = problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
    if (output.isJson()) {
      invocation
          .console()
          .answer(
              new JsonObject()
                  .put("valid", valid)
                  .put("problems", problems.stream().map(CheckCommand::document).toList()));
    } else {
      show(file, problems, valid);
    }
    return valid ? ExitCode.DONE : ExitCode.INVALID_INPUT;
  }

  private static Problem noJson(JsonFault fault) {
    return new Problem(Severity.ERROR, AttributePath.ROOT, Code.MALFORMED, fault.toString());
  }

  private static List<Problem> problems(AttributeValue definition) {
    return PipelineDefinition.read(definition)
        .fold(Seq::asJava, read -> DefinitionLint.of(read, CacheableTypes.sageMaker()));
  }

  private static JsonObject document(Problem problem) {
    return new JsonObject()
        .put("severity", spelling(problem))
        .put("pointer", problem.path().pointer())
        .put("code", problem.code().name())
        .put("message", problem.message());
  }

  private static String spelling(Problem problem) {
    return problem.severity().name().toLowerCase(Locale.ROOT);
  }

  private void show(InputFile file, List<Problem> problems, boolean valid) {
    Style style = invocation.console().style();
    for (Problem problem : problems) {
      String severity =
          problem.severity() == Severity.ERROR
              ? style.bad(spelling(problem))
              : style.notable(spelling(problem));
      invocation
          .console()
          .answer(
              "%s %s %s%n    %s"
                  .formatted(
                      severity,
                      problem.code(),
                      style.faint(problem.path().pointer()),
                      problem.message()));
    }
    long errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).count();
    invocation
        .console()
        .answer(
            "%s is %s: %s, %s"
                .formatted(
                    file.shown(),
                    valid ? style.good("valid") : style.bad("not valid"),
                    Counts.of(errors, "fault"),
                    Counts.of(problems.size() - errors, "warning")));
  }
}

package dev.stepcache.cli.command;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.json.ProblemsDocument;
import dev.stepcache.cli.output.Style;
import dev.stepcache.domain.pipeline.Problem;
import dev.stepcache.domain.pipeline.Problem.Severity;
import dev.stepcache.domain.step.CacheableTypes;
import java.util.List;
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
    ProblemsDocument document =
        JsonReader.read(file.bytes())
            .fold(
                ProblemsDocument::of,
                definition -> ProblemsDocument.of(definition, CacheableTypes.sageMaker()));
    if (output.isJson()) {
      invocation.console().answer(document.json());
    } else {
      show(file, document.problems(), document.isValid());
    }
    return document.isValid() ? ExitCode.DONE : ExitCode.INVALID_INPUT;
  }

  private void show(InputFile file, List<Problem> problems, boolean valid) {
    Style style = invocation.console().style();
    for (Problem problem : problems) {
      String severity =
          problem.severity() == Severity.ERROR
              ? style.bad(ProblemsDocument.spelling(problem))
              : style.notable(ProblemsDocument.spelling(problem));
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

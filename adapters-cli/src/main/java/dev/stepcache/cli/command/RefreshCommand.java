package dev.stepcache.cli.command;

import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.step.StepName;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    description = {
      "Has no run of a pipeline or step reused that started before now.",
      "The runs stay in the history.",
      "To have a step run anew only once: run --refresh STEP."
    })
public final class RefreshCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline.")
  private String pipeline = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STEP",
      description = "This step of it alone; it need not have run yet.")
  private @Nullable String step;

  public RefreshCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Optional<StepName> one = Optional.ofNullable(step).map(Names::step);
    try (Session session = options.open(invocation)) {
      RunHistory history = session.history();
      Pipeline of = HistoryOptions.pipeline(history, pipeline);
      Instant before = session.stepCache().now();
      history.refresh(of.id(), one, before);
      one.filter(name -> !hasRuns(history, of, name))
          .ifPresent(
              name -> invocation.console().note("step %s has no runs so far".formatted(name)));
      if (output.isJson()) {
        invocation.console().answer(HistoryDocuments.refresh(of.name(), one, before));
      } else {
        invocation
            .console()
            .answer(
                "no run of %s%s started before %s will be reused"
                    .formatted(
                        one.map(name -> "step " + name + " of ").orElse(""),
                        "pipeline " + of.name(),
                        JsonObject.instant(before)));
      }
      return ExitCode.DONE;
    }
  }

  private static boolean hasRuns(RunHistory history, Pipeline pipeline, StepName step) {
    try (Stream<RecordedRun> runs =
        history.runs(new RunQuery(Optional.of(pipeline.id()), Optional.of(step)))) {
      return runs.findFirst().isPresent();
    }
  }
}

package dev.stepcache.cli.command;

import static java.util.stream.Collectors.toSet;

import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.InFlight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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

  @Option(
      names = "--in-flight",
      paramLabel = "run|wait|join",
      converter = InFlightConverter.class,
      description = {
        "What to do about another run of a step, with the same key, that is going on: run beside"
            + " it, as SageMaker does (default); wait for its end and decide anew; or join it, a"
            + " success and a failure alike."
      })
  private InFlight inFlight = InFlight.RUN;

  @Option(
      names = "--select",
      paramLabel = "STEP",
      split = ",",
      description =
          "Run these steps alone; what they read of other steps is taken from an earlier"
              + " execution.")
  private List<String> select = new ArrayList<>();

  @Option(
      names = "--source",
      paramLabel = "EXECUTION",
      description =
          "The earlier execution for --select. Default: the pipeline's latest that has ended.")
  private @Nullable String source;

  public RunCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (maxParallel < 1) {
      throw CommandFailure.usage("--max-parallel is at least 1, not " + maxParallel);
    }
    if (source != null && select.isEmpty()) {
      throw CommandFailure.usage("--source is for --select: it says whose results are taken");
    }
    InputFile file = options.file(invocation);
    ExecutionRequest request =
        options.request(invocation, file, maxParallel, inFlight, selection());
    Session session = invocation.sessions().open(options.settings(invocation, file));
    try {
      return new ShownExecution(invocation, session, request, output.isJson())
          .run(live -> session.executor().begin(request, live));
    } finally {
      invocation.close(session);
    }
  }

  private Optional<Selection> selection() {
    return select.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Selection(
                select.stream().map(Names::step).collect(toSet()),
                Optional.ofNullable(source).map(Names::execution)));
  }

  /** Reads what is done about runs that are going on. */
  static final class InFlightConverter implements ITypeConverter<InFlight> {
    @Override
    public InFlight convert(String text) {
      return switch (text) {
        case "run" -> InFlight.RUN;
        case "wait" -> InFlight.WAIT;
        case "join" -> InFlight.JOIN;
        default -> throw new TypeConversionException("\"" + text + "\" is none of run, wait, join");
      };
    }
  }
}

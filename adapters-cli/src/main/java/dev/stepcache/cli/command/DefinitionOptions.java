package dev.stepcache.cli.command;

import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.ExecutionRequest.Wishes;
import dev.stepcache.application.InFlight;
import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.cli.command.Settings.RunnerChoice;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.pipeline.Problem;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import io.vavr.collection.Seq;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What run and plan are told of the execution. */
public final class DefinitionOptions {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(
      index = "0",
      paramLabel = "DEFINITION",
      description = "A pipeline definition, a JSON file; - reads standard input.")
  private String definition = "";

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      description =
          "The pipeline's name. Default, with the default history: the file's name without its"
              + " extension.")
  private @Nullable String pipeline;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "The value of a parameter; may be given again.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--runner",
      paramLabel = "process|container|simulate|sagemaker",
      defaultValue = "process",
      description =
          "What runs steps: local processes (default), containers of docker or podman, or"
              + " SageMaker, as jobs there; simulate runs nothing, their results being made up.")
  private RunnerChoice runner = RunnerChoice.process;

  @Option(
      names = "--refresh",
      paramLabel = "STEP",
      arity = "1..*",
      description = "Run these steps even where a run could be reused.")
  private List<String> refresh = new ArrayList<>();

  @Option(names = "--no-cache", description = "Reuse nothing; runs are still recorded.")
  private boolean noCache;

  @ArgGroup(exclusive = true)
  private Outages outages = new Outages();

  /** What an outage of the history means. */
  static final class Outages {
    @Option(
        names = "--history-optional",
        description = "Run everything when the history cannot be reached, instead of refusing.")
    private boolean optional;

    @Option(
        names = "--require-history",
        description = "End the execution when the history is lost on the way.")
    private boolean required;
  }

  Settings settings(Invocation invocation, InputFile file) {
    HistoryNeed need =
        outages.optional
            ? HistoryNeed.NEVER
            : outages.required ? HistoryNeed.ALWAYS : HistoryNeed.AT_START;
    return global.settings(invocation, file.folder(), need, runner);
  }

  InputFile file(Invocation invocation) {
    return InputFile.read(definition, invocation);
  }

  /** Everything about the execution that can be known before a history is opened. */
  ExecutionRequest request(Invocation invocation, InputFile file) {
    return request(invocation, file, 1, InFlight.RUN, Optional.empty());
  }

  ExecutionRequest request(
      Invocation invocation,
      InputFile file,
      int maxParallel,
      InFlight inFlight,
      Optional<Selection> selection) {
    PipelineName name = pipelineName(invocation, file);
    PipelineDefinition read = definition(file);
    global
        .verification()
        .steps()
        .keySet()
        .forEach(step -> requireStep(read, step, "to verify in a way of its own"));
    Map<String, AttributeValue> values =
        read.parameterValues(parameters)
            .toEither()
            .getOrElseThrow(faults -> CommandFailure.invalid(String.join("\n", faults)));
    Wishes wishes = new Wishes(refreshed(read), !noCache, inFlight, outages.required, maxParallel);
    selection.ifPresent(selected -> requireSteps(read, selected));
    Settings settings = settings(invocation, file);
    return new ExecutionRequest(
        name,
        read,
        file.text(),
        values,
        wishes,
        selection,
        new StartOptions(wishes, selection, settings).json());
  }

  private static void requireSteps(PipelineDefinition read, Selection selection) {
    for (StepName step : selection.steps()) {
      if (read.step(step).isEmpty()) {
        throw CommandFailure.notFound("the definition has no step " + step + " to select");
      }
    }
  }

  private PipelineName pipelineName(Invocation invocation, InputFile file) {
    boolean guess = !file.isStandardInput() && !global.namesHistory(invocation);
    if (pipeline == null && !guess) {
      throw CommandFailure.usage(
          "--pipeline is needed: a name is taken from the file's only with the default history");
    }
    return Names.pipeline(Optional.ofNullable(pipeline).orElseGet(file::baseName));
  }

  static PipelineDefinition definition(InputFile file) {
    return PipelineDefinition.read(file.json())
        .toEither()
        .getOrElseThrow(faults -> CommandFailure.invalid(shown(file, faults)));
  }

  static String shown(InputFile file, Seq<Problem> faults) {
    return faults
        .toJavaStream()
        .map(fault -> "%s: %s: %s".formatted(file.shown(), pointer(fault), fault.message()))
        .collect(Collectors.joining("\n"));
  }

  private static String pointer(Problem fault) {
    return fault.path().tokens().isEmpty() ? "/" : fault.path().pointer();
  }

  private Set<StepName> refreshed(PipelineDefinition read) {
    Set<StepName> names = new HashSet<>();
    for (String name : refresh) {
      StepName step = Names.step(name);
      requireStep(read, step, "to refresh");
      names.add(step);
    }
    return names;
  }

  private static void requireStep(PipelineDefinition read, StepName step, String why) {
    if (read.step(step).isEmpty()) {
      throw CommandFailure.notFound("the definition has no step %s %s".formatted(step, why));
    }
  }
}

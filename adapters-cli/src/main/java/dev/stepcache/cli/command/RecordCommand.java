package dev.stepcache.cli.command;

import dev.stepcache.application.StepCache;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.RunStatus;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.cli.command.GlobalOptions.InstantConverter;
import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.cli.command.Settings.RunnerChoice;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.PipelineName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "stepcache record --pipeline NAME STEP.json --status STATUS [OPTIONS]",
      "       stepcache record --run RUN --status STATUS [OPTIONS]"
    },
    description = {
      "Records a run that was made elsewhere, so that it can be reused.",
      "Prints the run's id. A run recorded as Executing is completed by a second call, with --run."
    })
public final class RecordCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private GlobalOptions global = new GlobalOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "STEP.json",
      description = "The step with no expressions left in it; - reads standard input.")
  private @Nullable String step;

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      description = "The pipeline that the step belongs to; begun if there is none of this name.")
  private @Nullable String pipeline;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "An executing run to complete, instead of recording another.")
  private @Nullable String run;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      required = true,
      converter = StatusConverter.class,
      description = "Executing, Succeeded, Failed or Stopped.")
  private RunStatus status = RunStatus.EXECUTING;

  @Option(
      names = "--outputs",
      paramLabel = "FILE",
      description = {
        "What a successful run hands on, one JSON document; - reads standard input.",
        "Default: the step's Arguments; with --run, those of them that count."
      })
  private @Nullable String outputs;

  @Option(
      names = "--started-at",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "When the run started. Default: when it completed, else now.")
  private @Nullable Instant startedAt;

  @Option(
      names = "--completed-at",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = {
        "When the run completed, which its age is counted from. Default: now.",
        "A run completed in the future counts from then on."
      })
  private @Nullable Instant completedAt;

  @Option(
      names = "--execution",
      paramLabel = "ID",
      description = "The execution that the run was part of: any text of 1 to 64 characters.")
  private @Nullable String execution;

  public RecordCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (status == RunStatus.EXECUTING) {
      refuse(completedAt, "--completed-at", "with --status Executing: such a run has not ended");
    }
    if (status != RunStatus.SUCCEEDED) {
      refuse(outputs, "--outputs", "without --status Succeeded: only a success hands something on");
    }
    StepRunId recorded = run == null ? recordNew() : complete(Names.run(run));
    if (output.isJson()) {
      invocation.console().answer(new JsonObject().put("run", recorded.text()));
    } else {
      invocation.console().answer(recorded.text());
    }
    return ExitCode.DONE;
  }

  private static void refuse(@Nullable Object option, String name, String why) {
    if (option != null) {
      throw CommandFailure.usage(name + " cannot be given " + why);
    }
  }

  private StepRunId recordNew() {
    if (step == null || pipeline == null) {
      throw CommandFailure.usage(
          "a run is recorded with --pipeline and STEP.json, or completed with --run");
    }
    if (step.equals("-") && Objects.equals(outputs, "-")) {
      throw CommandFailure.usage("STEP.json and --outputs cannot both be standard input");
    }
    PipelineName name = Names.pipeline(pipeline);
    Optional<ExecutionId> partOf = Optional.ofNullable(execution).map(Names::execution);
    StepFile file = StepFile.read(step, invocation);
    AttributeValue job = outputs().orElseGet(() -> file.step().arguments());
    try (Session session = open(file.file().folder())) {
      KeyDocument key =
          session
              .keys()
              .of(file.step())
              .orElseThrow(() -> SignatureCommand.notCacheable(session, file.step().type()));
      StepCache cache = session.stepCache();
      Instant now = cache.now();
      Instant end = Optional.ofNullable(completedAt).orElse(now);
      Instant start = Optional.ofNullable(startedAt).orElse(end);
      if (status != RunStatus.EXECUTING) {
        checkOrder(start, end);
      }
      RunHistory history = session.history();
      StepRun.Executing begun =
          cache.run(
              history.openPipeline(name, now).id(), file.step(), key, RunKind.REAL, partOf, start);
      if (status == RunStatus.EXECUTING) {
        history.start(begun, Optional.empty());
      } else {
        end(session, begun, end, job);
      }
      return begun.id();
    }
  }

  private StepRunId complete(StepRunId id) {
    String why = "with --run: the run has its own";
    refuse(step, "STEP.json", why);
    refuse(pipeline, "--pipeline", why);
    refuse(startedAt, "--started-at", why);
    refuse(execution, "--execution", why);
    if (status == RunStatus.EXECUTING) {
      throw CommandFailure.usage("--run completes a run, as Succeeded, Failed or Stopped");
    }
    Optional<AttributeValue> given = outputs();
    try (Session session = open(invocation.folder())) {
      RunHistory history = session.history();
      history.stopAbandoned(history.clock().instant());
      switch (find(history, id)) {
        case StepRun.Executing executing -> {
          Instant end = Optional.ofNullable(completedAt).orElse(session.stepCache().now());
          checkOrder(executing.startedAt(), end);
          AttributeValue job = given.orElseGet(() -> countingArguments(executing.key()));
          if (!end(session, executing, end, job)) {
            throw alreadyEnded(find(history, id));
          }
        }
        case StepRun.Ended ended -> throw alreadyEnded(ended);
      }
      return id;
    }
  }

  private Session open(Path folder) {
    return invocation
        .sessions()
        .open(global.settings(invocation, folder, HistoryNeed.AT_START, RunnerChoice.process));
  }

  private Optional<AttributeValue> outputs() {
    return Optional.ofNullable(outputs).map(file -> InputFile.read(file, invocation).json());
  }

  private static void checkOrder(Instant start, Instant end) {
    if (end.isBefore(start)) {
      throw CommandFailure.usage(
          "the run would be completed at %s, before its start at %s"
              .formatted(JsonObject.instant(end), JsonObject.instant(start)));
    }
  }

  private static AttributeValue countingArguments(KeyDocument key) {
    return key.attributes().objectMember("Arguments").orElse(ObjectValue.EMPTY);
  }

  private static StepRun find(RunHistory history, StepRunId id) {
    return history
        .findRun(id)
        .map(RecordedRun::run)
        .orElseThrow(() -> CommandFailure.notFound("there is no run " + id));
  }

  private static CommandFailure alreadyEnded(StepRun run) {
    return CommandFailure.invalid(
        "run %s has already ended: it is %s".formatted(run.id(), RunStatus.of(run).spelling()));
  }

  private boolean end(Session session, StepRun.Executing run, Instant at, AttributeValue job) {
    StepCache cache = session.stepCache();
    return switch (status) {
      case EXECUTING -> throw new IllegalStateException("no end");
      case SUCCEEDED ->
          cache.succeed(run, at, session.outputs().outputs(job, run.key()), Optional.empty());
      case FAILED -> cache.fail(run, at, "recorded as Failed");
      case STOPPED -> cache.stop(run, at, "recorded as Stopped");
    };
  }

  /** Reads a status of a run. */
  static final class StatusConverter implements ITypeConverter<RunStatus> {
    @Override
    public RunStatus convert(String text) {
      return RunStatus.named(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "\"%s\" is none of Executing, Succeeded, Failed and Stopped".formatted(text)));
    }
  }
}

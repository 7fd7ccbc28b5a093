package dev.stepcache.cli.runner;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.pipeline.OutputParameters;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs the commands of {@code stepcache.json} (X3). A command finds the resolved step in the file
 * {@code STEPCACHE_STEP} and may write outputs, one JSON object, to {@code STEPCACHE_OUTPUTS}.
 */
final class CommandRunner implements StepRunner {
  private final StepCommands commands;
  private final ObjectStore objects;
  private final CommandDigests digests;
  private final String objectsPlace;
  private final JobProcesses processes;

  CommandRunner(
      StepCommands commands, ObjectStore objects, String objectsPlace, JobProcesses processes) {
    this.commands = commands;
    this.objects = objects;
    this.digests = new CommandDigests(commands.folder(), objects);
    this.objectsPlace = objectsPlace;
    this.processes = processes;
  }

  @Override
  public RunKind kind() {
    return RunKind.REAL;
  }

  boolean hasCommandFor(StepName name, StepType type) {
    return commands.of(name, type).isPresent();
  }

  @Override
  public Optional<String> refusal(StepName name, StepType type, ObjectValue content) {
    return hasCommandFor(name, type)
        ? Optional.empty()
        : Optional.of(
            "Step \"%s\" of type %s has no command in %s."
                .formatted(name, type, StepCommands.FILE));
  }

  @Override
  public SortedMap<String, String> program(Step step) throws IOException {
    return digests.of(
        command(step).orElseThrow(() -> new IllegalArgumentException("no command: " + step)));
  }

  private Optional<StepCommand> command(Step step) {
    return commands.of(step.name(), step.type());
  }

  @Override
  public Result run(Job job) throws InterruptedException {
    Optional<StepCommand> command = command(job.step());
    if (command.isEmpty()) {
      return new Result.Failed("it has no command in " + StepCommands.FILE);
    }
    return LocalWork.of(job, () -> run(job, command.get()));
  }

  private Result run(Job job, StepCommand command)
      throws IOException, InterruptedException, JobFailure {
    Path scratch = job.scratch().toRealPath();
    Path step =
        Files.write(scratch.resolve("step.json"), CanonicalJson.bytes(job.step().content()));
    Path outputs = scratch.resolve("outputs.json");
    Map<String, String> environment = processes.inherited();
    environment.put("STEPCACHE_STEP", step.toString());
    environment.put("STEPCACHE_OUTPUTS", outputs.toString());
    environment.put("STEPCACHE_PIPELINE", job.pipeline().text());
    environment.put("STEPCACHE_EXECUTION", job.execution().toString());
    environment.put("STEPCACHE_JOB_NAME", job.name());
    environment.put("STEPCACHE_SCRATCH", scratch.toString());
    environment.put("STEPCACHE_OBJECTS", objectsPlace);
    Path log = job.log().toAbsolutePath();
    long before = Files.exists(log) ? Files.size(log) : 0;
    OptionalInt exitCode;
    try (RunningJob running =
        processes.start(command.words(), environment, commands.folder(), log)) {
      exitCode = running.await(Workplace.limit(job.step().arguments()));
    }
    if (exitCode.isEmpty()) {
      throw new JobFailure(Workplace.overtime(job.step().arguments()));
    }
    if (exitCode.getAsInt() != 0) {
      throw new JobFailure(FailureReason.ofCommand(exitCode.getAsInt(), log, before));
    }
    ObjectValue described = withOutputParameters(job.step(), described(outputs));
    return new Result.Done(described, new TreeMap<>(), written(job.step(), described));
  }

  private static ObjectValue described(Path outputs) throws IOException, JobFailure {
    if (!Files.exists(outputs)) {
      return ObjectValue.EMPTY;
    }
    AttributeValue value =
        JsonReader.read(Files.readAllBytes(outputs))
            .getOrElseThrow(fault ->
                new JobFailure("what the command wrote to STEPCACHE_OUTPUTS is no JSON: " + fault));
    return value
        .asObject()
        .orElseThrow(
            () -> new JobFailure("what the command wrote to STEPCACHE_OUTPUTS is no JSON object"));
  }

  /**
   * A Lambda's or a Callback's outputs are what it declares; it may write them by themselves, as a
   * Lambda answers them.
   */
  private static ObjectValue withOutputParameters(Step step, ObjectValue outputs)
      throws JobFailure {
    if (!step.type().equals(StepType.LAMBDA) && !step.type().equals(StepType.CALLBACK)) {
      return outputs;
    }
    if (step.type().equals(StepType.CALLBACK) && outputs.isEmpty()) {
      return outputs; // it has sent its message, and somebody else tells the step's end
    }
    Optional<AttributeValue> given = outputs.member(OutputParameters.MEMBER);
    ObjectValue checked =
        OutputParameters.of(step, given.orElse(outputs))
            .getOrElseThrow(fault -> new JobFailure("ClientError: " + fault));
    return (given.isPresent() ? outputs : ObjectValue.EMPTY).with(OutputParameters.MEMBER, checked);
  }

  /** Every place that the outputs tell of, and those that the request asks to be written to. */
  private Set<String> written(Step step, ObjectValue described) {
    Set<String> written = new TreeSet<>();
    Texts.mapped(
        described,
        text -> {
          written.add(text);
          return text;
        });
    step.arguments()
        .objectMember("ProcessingOutputConfig")
        .map(config -> config.itemsOf("Outputs"))
        .orElse(List.of())
        .forEach(output ->
            output
                .asObject()
                .flatMap(object -> object.objectMember("S3Output"))
                .flatMap(s3 -> s3.textMember("S3Uri"))
                .ifPresent(written::add));
    step.arguments()
        .objectMember("TransformOutput")
        .flatMap(output -> output.textMember("S3OutputPath"))
        .ifPresent(written::add);
    written.removeIf(text -> !objects.isKept(text));
    return written;
  }
}

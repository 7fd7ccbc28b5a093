package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Processing job: inputs to their local paths, the entry point, outputs from theirs. */
final class ProcessingJob implements BuiltInJob {
  private static final String MESSAGE = "/opt/ml/output/message";

  private final Transfer transfer;
  private final Platform platform;

  ProcessingJob(Transfer transfer, Platform platform) {
    this.platform = platform;
    this.transfer = transfer;
  }

  @Override
  public Optional<String> refusal(ObjectValue arguments) {
    List<String> faults = new ArrayList<>();
    platform.processingFault(arguments).ifPresent(faults::add);
    for (ObjectValue input : Requests.known(arguments.itemsOf("ProcessingInputs"))) {
      if (!isAppManaged(input)) {
        inputFaults(input, faults);
      }
    }
    for (ObjectValue output : Requests.known(outputs(arguments))) {
      if (!isAppManaged(output)) {
        outputFaults(output, faults);
      }
    }
    return faults.stream().findFirst();
  }

  private void inputFaults(ObjectValue input, List<String> faults) {
    String name = "input \"" + input.textMember("InputName").orElse("") + "\" ";
    Optional<ObjectValue> s3 = input.objectMember("S3Input");
    if (s3.isEmpty()) {
      faults.add(name + "has no S3Input");
      return;
    }
    Requests.other(s3.get(), "S3InputMode", "File")
        .ifPresent(mode -> faults.add(name + "is of S3InputMode " + mode + ", not File"));
    Requests.other(s3.get(), "S3DataType", "S3Prefix")
        .ifPresent(type -> faults.add(name + "is of S3DataType " + type + ", not S3Prefix"));
    Requests.pathFault(s3.get(), "LocalPath", platform)
        .ifPresent(fault -> faults.add(name + fault));
  }

  private void outputFaults(ObjectValue output, List<String> faults) {
    String name = "output \"" + output.textMember("OutputName").orElse("") + "\" ";
    Optional<ObjectValue> s3 = output.objectMember("S3Output");
    if (s3.isEmpty()) {
      faults.add(name + "has no S3Output");
      return;
    }
    Requests.pathFault(s3.get(), "LocalPath", platform)
        .ifPresent(fault -> faults.add(name + fault));
  }

  @Override
  public List<String> notes(ObjectValue arguments) {
    return Requests.instanceNotes(cluster(arguments));
  }

  @Override
  public Result.Done run(Workplace at) throws IOException, InterruptedException, JobFailure {
    ObjectValue arguments = at.arguments();
    for (AttributeValue input : arguments.itemsOf("ProcessingInputs")) {
      if (!isAppManaged(Requests.object(input))) {
        fetch(at, Requests.object(input));
      }
    }
    for (ObjectValue output : storedOutputs(arguments)) {
      Files.createDirectories(at.optMl().real(Requests.text(output, "LocalPath")));
    }
    Files.createDirectories(at.optMl().real("/opt/ml/output"));
    writeConfiguration(at);
    at.run(at.processing(environment(at)));
    SortedMap<String, String> stored = new TreeMap<>();
    for (ObjectValue output : storedOutputs(arguments)) {
      String uri = Requests.text(output, "S3Uri");
      transfer.store(at.optMl().real(Requests.text(output, "LocalPath")), uri, stored);
    }
    ObjectValue described = JobRunner.named("ProcessingJobName", at);
    Optional<String> message = FailureReason.text(at.optMl().real(MESSAGE));
    return new Result.Done(
        message
            .map(text -> described.with("ExitMessage", AttributeValue.text(text)))
            .orElse(described),
        stored,
        Set.of());
  }

  private void fetch(Workplace at, ObjectValue input) throws IOException, JobFailure {
    ObjectValue s3 = Requests.member(input, "S3Input");
    transfer.fetch(
        Requests.text(s3, "S3Uri"),
        at.optMl().real(Requests.text(s3, "LocalPath")),
        s3.textMember("S3CompressionType").filter("Gzip"::equals).isPresent());
  }

  private static void writeConfiguration(Workplace at) throws IOException {
    ObjectValue arguments = at.arguments();
    at.write(
        "/opt/ml/config/processingjobconfig.json",
        arguments
            .with("ProcessingJobName", AttributeValue.text(at.job().name()))
            .with("ProcessingJobArn", AttributeValue.text(Requests.arn("processing-job", at))));
    at.write(
        "/opt/ml/config/resourceconfig.json",
        Requests.resourceConfiguration(cluster(arguments).orElse(ObjectValue.EMPTY)));
  }

  private static Optional<ObjectValue> cluster(ObjectValue arguments) {
    return arguments
        .objectMember("ProcessingResources")
        .flatMap(resources -> resources.objectMember("ClusterConfig"));
  }

  private static Map<String, String> environment(Workplace at) {
    Map<String, String> environment =
        new TreeMap<>(Texts.members(at.arguments().objectMember("Environment")));
    environment.put("PROCESSING_JOB_NAME", at.job().name());
    environment.put("PROCESSING_JOB_ARN", Requests.arn("processing-job", at));
    return environment;
  }

  private static List<AttributeValue> outputs(ObjectValue arguments) {
    return arguments
        .objectMember("ProcessingOutputConfig")
        .map(config -> config.itemsOf("Outputs"))
        .orElse(List.of());
  }

  private static List<ObjectValue> storedOutputs(ObjectValue arguments) throws JobFailure {
    List<ObjectValue> stored = new ArrayList<>();
    for (AttributeValue output : outputs(arguments)) {
      if (!isAppManaged(Requests.object(output))) {
        stored.add(Requests.member(Requests.object(output), "S3Output"));
      }
    }
    return stored;
  }

  /** One that the program itself reads or writes, wherever it lies. */
  private static boolean isAppManaged(ObjectValue inputOrOutput) {
    return Requests.isTrue(inputOrOutput, "AppManaged");
  }
}

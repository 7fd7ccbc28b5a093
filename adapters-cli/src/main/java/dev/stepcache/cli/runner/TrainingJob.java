package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A Training job: channels to their folders, the entry point or the script, and the model packed.
 * Checkpoints are stored however the program ended, for the next attempt to go on from.
 */
final class TrainingJob implements BuiltInJob {
  private static final Pattern CHANNEL_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Transfer transfer;
  private final Platform platform;

  TrainingJob(Transfer transfer, Platform platform) {
    this.platform = platform;
    this.transfer = transfer;
  }

  @Override
  public Optional<String> refusal(ObjectValue arguments) {
    List<String> faults = new ArrayList<>();
    platform.trainingFault(arguments).ifPresent(faults::add);
    arguments
        .objectMember("AlgorithmSpecification")
        .flatMap(specification -> specification.textMember("TrainingInputMode"))
        .filter("Pipe"::equals)
        .ifPresent(mode -> faults.add("its TrainingInputMode is Pipe"));
    for (ObjectValue channel : Requests.known(arguments.itemsOf("InputDataConfig"))) {
      channelFaults(channel, faults);
    }
    arguments
        .objectMember("CheckpointConfig")
        .filter(config -> config.member("LocalPath").isPresent())
        .flatMap(config -> Requests.pathFault(config, "LocalPath", platform))
        .ifPresent(fault -> faults.add("its CheckpointConfig " + fault));
    return faults.stream().findFirst();
  }

  private static void channelFaults(ObjectValue channel, List<String> faults) {
    String name = "channel \"" + channel.textMember("ChannelName").orElse("") + "\" ";
    channel
        .textMember("ChannelName")
        .filter(text -> !CHANNEL_NAME.matcher(text).matches() || text.matches("\\.+"))
        .ifPresent(text -> faults.add(name + "has no name that a folder can have"));
    channel
        .textMember("InputMode")
        .filter("Pipe"::equals)
        .ifPresent(mode -> faults.add(name + "is of InputMode Pipe"));
    Requests.other(channel, "RecordWrapperType", "None")
        .ifPresent(type -> faults.add(name + "is of RecordWrapperType " + type));
    Optional<ObjectValue> source = channel.objectMember("DataSource");
    Optional<ObjectValue> s3 = source.flatMap(found -> found.objectMember("S3DataSource"));
    if (s3.isEmpty() && source.filter(Texts::isExpression).isEmpty()) {
      faults.add(name + "has no S3DataSource");
    }
    s3.flatMap(found -> Requests.other(found, "S3DataType", "S3Prefix"))
        .ifPresent(type -> faults.add(name + "is of S3DataType " + type + ", not S3Prefix"));
  }

  @Override
  public List<String> notes(ObjectValue arguments) {
    return Requests.instanceNotes(arguments.objectMember("ResourceConfig"));
  }

  @Override
  public Result.Done run(Workplace at) throws IOException, InterruptedException, JobFailure {
    ObjectValue arguments = at.arguments();
    TrainingRequest asked = TrainingRequest.of(at);
    Metrics metrics = Metrics.of(asked.specification());
    for (String folder : List.of("model", "output/data", "checkpoints")) {
      Files.createDirectories(at.optMl().real("/opt/ml/" + folder));
    }
    fetchChannels(at);
    Optional<ObjectValue> checkpoints = arguments.objectMember("CheckpointConfig");
    if (checkpoints.isPresent()) {
      transfer.fetchIfAny(Requests.text(checkpoints.get(), "S3Uri"), checkpointFolder(at));
    }
    TrainingRequest request = asked.withScript(at, transfer);
    writeConfiguration(at, request.hyperParameters());
    Program program = at.training(request);
    long before = at.logged();
    SortedMap<String, String> stored = new TreeMap<>();
    try {
      at.run(program);
    } finally {
      if (checkpoints.isPresent()) {
        String uri = Requests.text(checkpoints.get(), "S3Uri");
        transfer.store(checkpointFolder(at), uri, stored);
      }
    }
    String model = storeModel(at, stored);
    return new Result.Done(
        described(at, model, metrics.lastValues(at.job().log(), before)), stored, Set.of());
  }

  private void fetchChannels(Workplace at) throws IOException, JobFailure {
    for (AttributeValue item : at.arguments().itemsOf("InputDataConfig")) {
      ObjectValue channel = Requests.object(item);
      String name = Requests.text(channel, "ChannelName");
      ObjectValue source = Requests.member(Requests.member(channel, "DataSource"), "S3DataSource");
      transfer.fetch(
          Requests.text(source, "S3Uri"),
          at.optMl().real("/opt/ml/input/data/" + name),
          channel.textMember("CompressionType").filter("Gzip"::equals).isPresent());
    }
  }

  private static void writeConfiguration(Workplace at, HyperParameters hyperParameters)
      throws IOException, JobFailure {
    ObjectValue arguments = at.arguments();
    Map<String, AttributeValue> texts = new TreeMap<>();
    hyperParameters.texts().forEach((name, text) -> texts.put(name, AttributeValue.text(text)));
    at.write("/opt/ml/input/config/hyperparameters.json", AttributeValue.object(texts));
    at.write(
        "/opt/ml/input/config/resourceconfig.json",
        Requests.resourceConfiguration(
            arguments.objectMember("ResourceConfig").orElse(ObjectValue.EMPTY)));
    Map<String, AttributeValue> channels = new TreeMap<>();
    for (AttributeValue item : arguments.itemsOf("InputDataConfig")) {
      ObjectValue channel = Requests.object(item);
      Map<String, AttributeValue> members = new TreeMap<>();
      members.put("TrainingInputMode", AttributeValue.text("File"));
      members.put("S3DistributionType", AttributeValue.text("FullyReplicated"));
      members.put("RecordWrapperType", AttributeValue.text("None"));
      channel.member("ContentType").ifPresent(type -> members.put("ContentType", type));
      channels.put(Requests.text(channel, "ChannelName"), AttributeValue.object(members));
    }
    at.write("/opt/ml/input/config/inputdataconfig.json", AttributeValue.object(channels));
  }

  private String storeModel(Workplace at, Map<String, String> stored)
      throws IOException, JobFailure {
    String output =
        Requests.text(Requests.member(at.arguments(), "OutputDataConfig"), "S3OutputPath")
                .replaceFirst("/+$", "")
            + "/"
            + at.job().name()
            + "/output";
    String model = storePacked(at, "/opt/ml/model", output, "model.tar.gz", stored);
    if (!JobFiles.at(at.optMl().real("/opt/ml/output/data")).isEmpty()) {
      storePacked(at, "/opt/ml/output/data", output, "output.tar.gz", stored);
    }
    return model;
  }

  private String storePacked(
      Workplace at, String folder, String uri, String name, Map<String, String> stored)
      throws IOException {
    Path archive = at.optMl().folder().resolveSibling(name);
    Archive.pack(at.optMl().real(folder), archive);
    return transfer.store(archive, uri, name, stored);
  }

  private static ObjectValue described(Workplace at, String model, ListValue metrics) {
    ObjectValue described =
        JobRunner.named("TrainingJobName", at)
            .with(
                "ModelArtifacts",
                ObjectValue.EMPTY.with("S3ModelArtifacts", AttributeValue.text(model)));
    return metrics.items().isEmpty() ? described : described.with("FinalMetricDataList", metrics);
  }

  private static Path checkpointFolder(Workplace at) {
    return at.optMl()
        .real(
            at.arguments()
                .objectMember("CheckpointConfig")
                .flatMap(config -> config.textMember("LocalPath"))
                .orElse("/opt/ml/checkpoints"));
  }
}

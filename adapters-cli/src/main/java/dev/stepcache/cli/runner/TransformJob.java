package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Result;
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
import java.util.function.Function;

/**
 * A Transform job: the model's own program serves it, and each input object is answered by one
 * result. One invocation is made at a time, which MaxConcurrentTransforms always allows.
 */
final class TransformJob implements BuiltInJob {
  private final Transfer transfer;
  private final Function<String, Optional<ObjectValue>> models;
  private final Platform platform;

  /**
   * @param models the arguments that a model was made with, by its name
   */
  TransformJob(
      Transfer transfer, Function<String, Optional<ObjectValue>> models, Platform platform) {
    this.platform = platform;
    this.transfer = transfer;
    this.models = models;
  }

  @Override
  public Optional<String> refusal(ObjectValue arguments) {
    return arguments.member("ModelName").isEmpty()
        ? Optional.of("it has no ModelName")
        : TransformPlan.faults(arguments).stream().findFirst();
  }

  @Override
  public List<String> notes(ObjectValue arguments) {
    List<String> notes =
        new ArrayList<>(Requests.instanceNotes(arguments.objectMember("TransformResources")));
    arguments
        .textMember("ModelName")
        .flatMap(models)
        .flatMap(platform::servingNote)
        .ifPresent(notes::add);
    return notes;
  }

  @Override
  public Result.Done run(Workplace at) throws IOException, InterruptedException, JobFailure {
    ObjectValue arguments = at.arguments();
    TransformPlan plan = TransformPlan.of(arguments);
    ServedModel model = model(Requests.text(arguments, "ModelName")).unpack(at, transfer);
    Path inputs = at.scratch().resolve("inputs");
    transfer.fetch(inputUri(arguments), inputs, false);
    Path results = Files.createDirectories(at.scratch().resolve("results"));
    try (ModelServer server = ModelServer.start(at, model, environment(model, arguments, plan))) {
      Transformation transformation = new Transformation(plan, server);
      for (Map.Entry<String, Path> input : JobFiles.at(inputs).entrySet()) {
        Path result = results.resolve(input.getKey() + ".out");
        Files.createDirectories(result.resolve("..").normalize());
        transformation.of(input.getValue(), result);
      }
    }
    SortedMap<String, String> stored = new TreeMap<>();
    transfer.store(
        results,
        Requests.text(Requests.member(arguments, "TransformOutput"), "S3OutputPath"),
        stored);
    return new Result.Done(JobRunner.named("TransformJobName", at), stored, Set.of());
  }

  private ServedModel model(String name) throws JobFailure {
    ObjectValue request =
        models
            .apply(name)
            .orElseThrow(() ->
                new JobFailure(
                    ("there is no model %s here; a Model step makes one, or give a command for"
                            + " the step in %s")
                        .formatted(name, StepCommands.FILE)));
    return ServedModel.of(name, request);
  }

  private static String inputUri(ObjectValue arguments) throws JobFailure {
    ObjectValue source =
        Requests.member(Requests.member(arguments, "TransformInput"), "DataSource");
    return Requests.text(Requests.member(source, "S3DataSource"), "S3Uri");
  }

  private static Map<String, String> environment(
      ServedModel model, ObjectValue arguments, TransformPlan plan) {
    Map<String, String> environment = new TreeMap<>(model.environment());
    environment.putAll(Texts.members(arguments.objectMember("Environment")));
    environment.put("SAGEMAKER_BATCH", "true");
    environment.put("SAGEMAKER_BATCH_STRATEGY", plan.single() ? "SingleRecord" : "MultiRecord");
    environment.put("SAGEMAKER_MAX_PAYLOAD_IN_MB", Long.toString(plan.megabytes()));
    environment.put("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", "1");
    return environment;
  }
}

package dev.stepcache.persistence.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A runner whose jobs are Java: each puts into its outputs a text made of its environment and of
 * what its inputs hold, unless a test gives its step other work.
 */
final class Jobs implements StepRunner {
  private final ObjectStore objects;
  private final RunKind kind;
  private final Map<String, Work> works = new ConcurrentHashMap<>();
  private final Map<String, SortedMap<String, String>> programs = new ConcurrentHashMap<>();
  private final Map<String, Runnable> events = new ConcurrentHashMap<>();
  private final List<String> ran = new CopyOnWriteArrayList<>();

  Jobs(ObjectStore objects, RunKind kind) {
    this.objects = objects;
    this.kind = kind;
  }

  /** What a step does in place of the usual. */
  @FunctionalInterface
  interface Work {
    Result run(Job job) throws InterruptedException, IOException;
  }

  /** From now on a step does this. */
  void let(String step, Work work) {
    works.put(step, work);
  }

  /** From now on a step does the usual again. */
  void letBe(String step) {
    works.remove(step);
  }

  /** Gives a step a command, by a digest. */
  void setProgram(String step, String digest) {
    programs.put(step, new TreeMap<>(Map.of("command:", digest)));
  }

  /** What happens while a step is looked at, before it is decided. */
  void beforeDeciding(String step, Runnable event) {
    events.put(step, event);
  }

  /** The steps that ran since this was last asked, in the order of their start. */
  List<String> ran() {
    List<String> names = List.copyOf(ran);
    ran.clear();
    return names;
  }

  @Override
  public RunKind kind() {
    return kind;
  }

  @Override
  public Optional<String> refusal(StepName name, StepType type, ObjectValue content) {
    return Optional.empty();
  }

  @Override
  public SortedMap<String, String> program(Step step) {
    Optional.ofNullable(events.get(step.name().text())).ifPresent(Runnable::run);
    return programs.getOrDefault(step.name().text(), new TreeMap<>());
  }

  @Override
  public Result run(Job job) throws InterruptedException {
    ran.add(job.step().name().text());
    try {
      return works.getOrDefault(job.step().name().text(), this::usual).run(job);
    } catch (IOException e) {
      return new Result.Failed(String.valueOf(e.getMessage()));
    }
  }

  /** The usual work. */
  Result usual(Job job) throws IOException {
    if (kind == RunKind.SIMULATED) {
      return new Result.Done(ObjectValue.EMPTY, new TreeMap<>(), Set.of());
    }
    ObjectValue arguments = job.step().arguments();
    SortedMap<String, String> stored = new TreeMap<>();
    for (AttributeValue output :
        arguments.objectMember("ProcessingOutputConfig").stream()
            .flatMap(config -> config.itemsOf("Outputs").stream())
            .toList()) {
      put(at(output, "S3Output", "S3Uri") + "/result", content(arguments), stored);
    }
    if (!job.step().type().equals(StepType.TRAINING)) {
      return new Result.Done(ObjectValue.EMPTY, stored, Set.of());
    }
    String model = at(arguments, "OutputDataConfig", "S3OutputPath") + "/model.tar.gz";
    put(model, content(arguments), stored);
    return new Result.Done(
        ObjectValue.EMPTY.with(
            "ModelArtifacts",
            AttributeValue.object(Map.of("S3ModelArtifacts", AttributeValue.text(model)))),
        stored,
        Set.of());
  }

  private static String at(AttributeValue value, String outer, String inner) {
    return value
        .asObject()
        .flatMap(members -> members.objectMember(outer))
        .flatMap(members -> members.textMember(inner))
        .orElseThrow();
  }

  /** Told by parameters and inputs alone, as the work of a job should be. */
  private String content(ObjectValue arguments) throws IOException {
    StringBuilder content = new StringBuilder();
    for (String parameters : List.of("Environment", "HyperParameters")) {
      arguments
          .member(parameters)
          .ifPresent(given -> content.append(CanonicalJson.text(given)).append('\n'));
    }
    for (AttributeValue input : arguments.itemsOf("ProcessingInputs")) {
      content.append(objects.digest(at(input, "S3Input", "S3Uri")).orElse("-")).append('\n');
    }
    return content.toString();
  }

  private void put(String uri, String content, SortedMap<String, String> stored)
      throws IOException {
    stored.put(uri, put(uri, content));
  }

  /** Puts a text into the object store; answers its digest. */
  String put(String uri, String content) throws IOException {
    var file = Files.createTempFile("put", ".txt");
    try {
      Files.write(file, content.getBytes(UTF_8));
      return objects.put(file, uri);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}

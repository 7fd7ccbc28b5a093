package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import dev.stepcache.persistence.objects.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A folder with a definition's files and an object store, in which jobs are run for real. */
final class Workshop {
  final Path folder;
  final Path definition;
  final Path log;
  final ObjectStore objects;
  final Path objectsFolder;
  private final Map<String, String> environment = new TreeMap<>(System.getenv());
  private final Map<String, ObjectValue> models = new TreeMap<>();
  private final AtomicInteger jobs = new AtomicInteger();
  private boolean containers;
  private String jobNames = "job-";

  Workshop(Path folder, String mode) throws IOException {
    this.folder = folder.toRealPath();
    this.definition = Files.createDirectories(this.folder.resolve("definition"));
    this.log = this.folder.resolve("logs/step.log");
    this.objectsFolder = this.folder.resolve("s3");
    this.objects = ObjectStores.open(objectsFolder, definition, InstantSource.system());
    this.environment.put(OptMlMode.VARIABLE, mode);
  }

  /** One whose jobs are done in containers of podman. */
  static Workshop ofContainers(Path folder) throws IOException {
    Workshop at = new Workshop(folder, "");
    at.containers = true;
    at.jobNames = at.folder.getFileName() + "-"; // for the engine knows all folders' containers
    at.environment.put(ContainerEngines.VARIABLE, "podman");
    return at;
  }

  static boolean canMount() {
    try {
      return new PrivateMounts(Optional.of(OptMlMode.AUTOMATIC)).way().isPresent();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void setVariable(String name, String value) {
    environment.put(name, value);
  }

  void setModel(String name, String createModelArguments) {
    models.put(name, json(createModelArguments));
  }

  /** A file beside the definition. */
  Path file(String name, String content) throws IOException {
    Path file = definition.resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    return Files.writeString(file, content);
  }

  void put(String uri, String content) throws IOException {
    objects.put(Files.writeString(folder.resolve("put"), content), uri);
  }

  String read(String uri) throws IOException {
    return new String(objects.read(uri).orElseThrow(), UTF_8);
  }

  String printed() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  StepRunner runner() {
    StepCommands commands = StepCommands.read(definition).get();
    Function<String, Optional<ObjectValue>> kept = name -> Optional.ofNullable(models.get(name));
    InstantSource clock = InstantSource.system();
    String place = objectsFolder.toString();
    return containers
        ? LocalRunners.containers(commands, objects, place, kept, environment, clock)
        : LocalRunners.processes(commands, objects, place, kept, environment, clock);
  }

  /** What jobs had the user told. */
  final List<String> notes = new CopyOnWriteArrayList<>();

  /** A job of a step with these arguments. */
  Job job(String type, String arguments) throws IOException {
    return job(
        "{\"Name\": \"TheStep\", \"Type\": \"%s\", \"Arguments\": %s}".formatted(type, arguments));
  }

  Job job(String step) throws IOException {
    ObjectValue content = json(step);
    String name = jobNames + jobs.incrementAndGet();
    return new Job(
        new PipelineName("ThePipeline"),
        new ExecutionId("execution1"),
        new Step(
            new StepName(content.textMember("Name").orElseThrow()),
            new StepType(content.textMember("Type").orElseThrow()),
            content,
            new CacheConfig.Disabled()),
        name,
        Files.createDirectories(folder.resolve("scratch").resolve(name)),
        log,
        notes::add);
  }

  Result run(String type, String arguments) throws IOException, InterruptedException {
    return runner().run(job(type, arguments));
  }

  Result.Done done(String type, String arguments) throws IOException, InterruptedException {
    Result result = run(type, arguments);
    assertThat(result).as(printed()).isInstanceOf(Result.Done.class);
    return (Result.Done) result;
  }

  String failure(String type, String arguments) throws IOException, InterruptedException {
    Result result = run(type, arguments);
    assertThat(result).as(printed()).isInstanceOf(Result.Failed.class);
    return ((Result.Failed) result).reason();
  }

  Optional<String> refusal(String type, String arguments) {
    ObjectValue content = ObjectValue.EMPTY.with("Arguments", json(arguments));
    return runner().refusal(new StepName("TheStep"), new StepType(type), content);
  }

  static ObjectValue json(String document) {
    return JsonReader.read(document)
        .getOrElseThrow(fault -> new IllegalArgumentException(fault + " in " + document))
        .asObject()
        .orElseThrow();
  }

  static String text(ObjectValue value) {
    return CanonicalJson.text(value);
  }
}

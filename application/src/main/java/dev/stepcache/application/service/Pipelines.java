package dev.stepcache.application.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.PipelineCatalog.Change;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.PipelineCatalog.Update;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.service.PipelineFault.Kind;
import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.step.PipelineName;
import io.vavr.control.Either;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** The pipelines that are registered with a service, and what is done with them. */
public final class Pipelines {
  private static final String FILE = "file://";

  private final RunHistory history;
  private final PipelineCatalog catalog;
  private final ObjectStore objects;
  private final boolean takesFiles;
  private final InstantSource clock;

  /**
   * @param takesFiles whether {@code file://} places of this machine may be named; not where other
   *     machines may be asked to run the same (H5)
   */
  public Pipelines(
      RunHistory history,
      PipelineCatalog catalog,
      ObjectStore objects,
      boolean takesFiles,
      InstantSource clock) {
    this.history = history;
    this.catalog = catalog;
    this.objects = objects;
    this.takesFiles = takesFiles;
    this.clock = clock;
  }

  /** Reads a definition as it would be registered, or says all that is wrong with it. */
  public Either<List<PipelineFault>, PipelineDefinition> read(String definition) {
    return JsonReader.read(definition)
        .mapLeft(
            fault -> List.of(new PipelineFault(Kind.INVALID, fault.pointer(), fault.toString())))
        .flatMap(value ->
            PipelineDefinition.read(value)
                .toEither()
                .mapLeft(problems ->
                    problems.asJava().stream()
                        .map(problem ->
                            new PipelineFault(
                                Kind.INVALID, problem.path().pointer(), problem.message()))
                        .toList())
                .flatMap(read -> withoutFiles(value, read)));
  }

  private <T> Either<List<PipelineFault>, T> withoutFiles(AttributeValue given, T read) {
    List<PipelineFault> faults = fileFaults(given);
    return faults.isEmpty() ? Either.right(read) : Either.left(faults);
  }

  /** Where places of this machine are named although they may not be. */
  public List<PipelineFault> fileFaults(AttributeValue given) {
    List<PipelineFault> faults = new ArrayList<>();
    if (!takesFiles) {
      findFiles(given, AttributePath.ROOT, faults);
    }
    return faults;
  }

  private static void findFiles(
      AttributeValue value, AttributePath path, List<PipelineFault> faults) {
    switch (value) {
      case TextValue text when text.text().startsWith(FILE) ->
          faults.add(
              new PipelineFault(
                  Kind.INVALID,
                  path.pointer(),
                  "%s is a file of one machine, which a service of several nodes cannot use: put it into the object store and name its s3:// place"
                      .formatted(text)));
      case ObjectValue object ->
          object.members().forEach((name, member) -> findFiles(member, path.child(name), faults));
      case ListValue(List<AttributeValue> items) -> {
        for (int i = 0; i < items.size(); i++) {
          findFiles(items.get(i), path.child(Integer.toString(i)), faults);
        }
      }
      default -> {}
    }
  }

  /** The definition that lies at a place of the object store. */
  public Either<PipelineFault, String> definitionAt(String bucket, String key) {
    String place = "s3://" + bucket + "/" + key;
    try {
      Optional<byte[]> bytes = objects.read(place);
      return bytes
          .<Either<PipelineFault, String>>map(read -> Either.right(new String(read, UTF_8)))
          .orElseGet(() ->
              Either.left(new PipelineFault(Kind.INVALID, "", "there is no object " + place)));
    } catch (IOException unreadable) {
      return Either.left(
          new PipelineFault(
              Kind.INVALID, "", "%s cannot be read: %s".formatted(place, unreadable.getMessage())));
    }
  }

  public Optional<RegisteredPipeline> find(PipelineName name) {
    return catalog.find(name);
  }

  /**
   * What is said of a pipeline when it is registered.
   *
   * @param by who registers it
   */
  public record Description(
      Optional<String> displayName,
      Optional<String> description,
      Optional<String> role,
      Optional<Integer> maxParallel,
      String by) {}

  /** Registers a pipeline; runs that a living one of its name has already stay with it (R11). */
  public Either<List<PipelineFault>, RegisteredPipeline> create(
      PipelineName name, String definition, Description said, SortedMap<String, String> tags) {
    return read(definition)
        .flatMap(read -> {
          Instant now = now();
          Pipeline pipeline = history.openPipeline(name, now);
          RegisteredPipeline first =
              new RegisteredPipeline(
                  pipeline.id(),
                  name,
                  said.displayName(),
                  said.description(),
                  said.role(),
                  said.maxParallel(),
                  1,
                  1,
                  now,
                  said.by(),
                  now,
                  said.by());
          return catalog.register(first, definition, tags)
              ? Either.right(first)
              : Either.left(
                  List.of(
                      new PipelineFault(
                          Kind.EXISTS, "", "pipeline %s already exists".formatted(name))));
        });
  }

  /** Changes a registered pipeline; a definition becomes its next version. */
  public Either<List<PipelineFault>, RegisteredPipeline> update(
      PipelineName name, Optional<Long> revision, Optional<String> definition, Description said) {
    List<PipelineFault> faults =
        definition
            .map(text -> read(text).fold(found -> found, read -> List.<PipelineFault>of()))
            .orElse(List.of());
    if (!faults.isEmpty()) {
      return Either.left(faults);
    }
    Change change =
        new Change(
            revision,
            said.displayName(),
            said.description(),
            said.role(),
            said.maxParallel(),
            definition,
            now(),
            said.by());
    Update update =
        catalog
            .find(name)
            .map(pipeline -> catalog.update(pipeline.id(), change))
            .orElseGet(Update.Absent::new);
    return switch (update) {
      case Update.Done(RegisteredPipeline pipeline) -> Either.right(pipeline);
      case Update.Absent absent -> Either.left(List.of(absent(name)));
      case Update.Outdated(RegisteredPipeline now) ->
          Either.left(
              List.of(
                  new PipelineFault(
                      Kind.CONFLICT,
                      "",
                      "pipeline %s was changed meanwhile: its revision is %d"
                          .formatted(name, now.revision()))));
    };
  }

  /** Ends a pipeline with its executions and runs, unless one of them goes on (R8). */
  public Optional<PipelineFault> delete(PipelineName name) {
    Optional<Pipeline> pipeline = history.findPipeline(name);
    if (pipeline.isEmpty()) {
      return Optional.of(absent(name));
    }
    try (Stream<Execution> executions = history.executions(pipeline.map(Pipeline::id))) {
      Optional<Execution> goingOn =
          executions.filter(execution -> !execution.status().isTerminal()).findFirst();
      if (goingOn.isPresent()) {
        return Optional.of(
            new PipelineFault(
                Kind.CONFLICT,
                "",
                "execution %s of pipeline %s goes on: stop it first"
                    .formatted(goingOn.get().id(), name)));
      }
    }
    return history.deletePipeline(pipeline.get().id(), now())
        ? Optional.empty()
        : Optional.of(absent(name));
  }

  private static PipelineFault absent(PipelineName name) {
    return new PipelineFault(Kind.NOT_FOUND, "", "pipeline %s does not exist".formatted(name));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}

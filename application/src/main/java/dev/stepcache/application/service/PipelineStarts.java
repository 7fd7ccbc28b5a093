package dev.stepcache.application.service;

import dev.stepcache.application.ExecutionOptions;
import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.ExecutionRequest.Wishes;
import dev.stepcache.application.PipelineExecutor;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.service.BackgroundExecutions.NotStarted;
import dev.stepcache.application.service.PipelineFault.Kind;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import io.vavr.control.Either;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts, retries, amends and stops executions of registered pipelines. */
public final class PipelineStarts {
  private final RunHistory history;
  private final PipelineCatalog catalog;
  private final Pipelines pipelines;
  private final PipelineExecutor executor;
  private final BackgroundExecutions executions;
  private final int usualWidth;
  private final InstantSource clock;

  /**
   * @param usualWidth how many steps run at once where nobody says that
   */
  public PipelineStarts(
      RunHistory history,
      PipelineCatalog catalog,
      Pipelines pipelines,
      PipelineExecutor executor,
      BackgroundExecutions executions,
      int usualWidth,
      InstantSource clock) {
    this.history = history;
    this.catalog = catalog;
    this.pipelines = pipelines;
    this.executor = executor;
    this.executions = executions;
    this.usualWidth = usualWidth;
    this.clock = clock;
  }

  /**
   * The request that an order is, checked as far as that is possible before it is begun; it serves
   * a plan as well.
   */
  public Either<List<PipelineFault>, ExecutionRequest> request(StartOrder order) {
    Optional<RegisteredPipeline> found = catalog.find(order.pipeline());
    if (found.isEmpty()) {
      return notFound("pipeline %s does not exist".formatted(order.pipeline()));
    }
    long version = order.version().orElse(found.get().latestVersion());
    Optional<String> text = catalog.definition(found.get().id(), version);
    if (text.isEmpty()) {
      return notFound("pipeline %s has no version %d".formatted(order.pipeline(), version));
    }
    int width = order.maxParallel().or(found.get()::maxParallel).orElse(usualWidth);
    return pipelines
        .read(text.get())
        .flatMap(read -> request(order, read, text.get(), version, width));
  }

  private Either<List<PipelineFault>, ExecutionRequest> request(
      StartOrder order, PipelineDefinition read, String text, long version, int width) {
    Optional<StepName> unknown =
        Stream.concat(
                order.refresh().stream(),
                order.selection().stream().flatMap(selection -> selection.steps().stream()))
            .filter(step -> read.step(step).isEmpty())
            .findFirst();
    if (unknown.isPresent()) {
      return invalid("the definition has no step " + unknown.get());
    }
    Wishes wishes = new Wishes(order.refresh(), order.reuse(), order.inFlight(), false, width);
    ExecutionCard card =
        new ExecutionCard(
            new ExecutionOptions(wishes, order.selection()),
            Optional.of(version),
            order.displayName(),
            order.description(),
            Optional.of(order.by()),
            Optional.empty(),
            Optional.empty());
    return read.parameterValues(order.parameters())
        .toEither()
        .mapLeft(faults ->
            faults.asJava().stream()
                .map(message -> new PipelineFault(Kind.INVALID, "/parameters", message))
                .toList())
        .flatMap(values -> {
          List<PipelineFault> files = pipelines.fileFaults(AttributeValue.object(values));
          return files.isEmpty()
              ? Either.right(
                  new ExecutionRequest(
                      order.pipeline(), read, text, values, wishes, order.selection(), card.json()))
              : Either.left(files);
        });
  }

  /** Starts what was ordered, under an id that nothing else has. */
  public Either<List<PipelineFault>, ExecutionId> start(StartOrder order, ExecutionId id) {
    return request(order)
        .flatMap(this::runnable)
        .flatMap(request -> executions.start(request, id).mapLeft(PipelineStarts::fault))
        .peek(started ->
            catalog
                .find(order.pipeline())
                .ifPresent(pipeline ->
                    catalog.started(
                        pipeline.id(), order.version().orElse(pipeline.latestVersion()), started)));
  }

  private Either<List<PipelineFault>, ExecutionRequest> runnable(ExecutionRequest request) {
    List<String> refusals = executor.refusals(request);
    return refusals.isEmpty()
        ? Either.right(request)
        : Either.left(
            refusals.stream()
                .map(refusal -> new PipelineFault(Kind.INVALID, "", refusal))
                .toList());
  }

  private static List<PipelineFault> fault(NotStarted why) {
    return List.of(
        switch (why) {
          case NotStarted.Refused(PipelineExecutor.Refusal refusal) ->
              new PipelineFault(
                  refusal.isNotFound() ? Kind.NOT_FOUND : Kind.INVALID, "", refusal.message());
          case NotStarted.Busy(String message) -> new PipelineFault(Kind.BUSY, "", message);
        });
  }

  /** Goes on with an execution that failed or was stopped, as it was started (X8). */
  public Either<List<PipelineFault>, ExecutionId> retry(
      PipelineName name, Execution ended, Optional<Integer> maxParallel, String by) {
    ExecutionCard card =
        ExecutionCard.of(ended)
            .amended(Optional.empty(), Optional.empty(), maxParallel, by, clock.instant());
    ExecutionOptions options = card.options();
    ObjectValue parameters =
        JsonReader.readOwn(ended.parameters()).asObject().orElse(ObjectValue.EMPTY);
    return pipelines
        .read(ended.definition())
        .map(read ->
            new ExecutionRequest(
                name,
                read,
                ended.definition(),
                parameters.members(),
                options.wishes(),
                options.selection(),
                card.into(ended.options())))
        .flatMap(this::runnable)
        .flatMap(request -> executions.retry(request, ended).mapLeft(PipelineStarts::fault));
  }

  /** Has an execution stop, wherever it goes on; answers why not, where that is so. */
  public Optional<PipelineFault> stop(Execution execution) {
    if (execution.status().isTerminal()) {
      return Optional.of(
          new PipelineFault(
              Kind.CONFLICT,
              "",
              "execution %s has ended: it is %s"
                  .formatted(execution.id(), execution.status().spelling())));
    }
    history.end(execution.stopping());
    return Optional.empty();
  }

  /** Names, describes and widens an execution, as far as given. */
  public void amend(
      Execution execution,
      Optional<String> displayName,
      Optional<String> description,
      Optional<Integer> maxParallel,
      String by) {
    Instant now = clock.instant();
    ExecutionCard card =
        ExecutionCard.of(execution).amended(displayName, description, maxParallel, by, now);
    history.amend(execution.id(), card.into(execution.options()));
  }

  private static <T> Either<List<PipelineFault>, T> notFound(String message) {
    return Either.left(List.of(new PipelineFault(Kind.NOT_FOUND, "", message)));
  }

  private static <T> Either<List<PipelineFault>, T> invalid(String message) {
    return Either.left(List.of(new PipelineFault(Kind.INVALID, "", message)));
  }
}

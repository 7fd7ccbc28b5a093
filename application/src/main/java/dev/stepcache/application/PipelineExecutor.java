package dev.stepcache.application;

import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.content.KeptOutputs;
import dev.stepcache.application.content.Models;
import dev.stepcache.application.content.StepKeys;
import dev.stepcache.application.json.DecisionDocument;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.pipeline.StepGraph;
import dev.stepcache.domain.pipeline.StepSelection;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Executes pipelines: every step is decided, and then reused or run (SPEC 8). */
public final class PipelineExecutor {
  /** What stepcache does itself, whatever the runner. */
  private static final Set<StepType> BUILT_IN = Set.of(StepType.CONDITION, StepType.FAIL);

  private final Parts parts;

  public PipelineExecutor(Parts parts) {
    this.parts = parts.waitingForCallbacks();
  }

  /**
   * What an execution is made with.
   *
   * @param folder where jobs have their scratch folders and logs
   */
  public record Parts(
      StepCache cache,
      StepKeys keys,
      KeptOutputs outputs,
      Models models,
      ObjectStore objects,
      RunHistory history,
      Leases leases,
      StepRunner runner,
      Identifiers identifiers,
      DecisionDocument documents,
      Path folder) {

    private Parts waitingForCallbacks() {
      return new Parts(
          cache,
          keys,
          outputs,
          models,
          objects,
          history,
          leases,
          new CallbackRunner(runner, history, identifiers, cache::now),
          identifiers,
          documents,
          folder);
    }
  }

  /**
   * Why an execution was not begun.
   *
   * @param isNotFound whether something that was named is not there
   */
  public record Refusal(boolean isNotFound, String message) {}

  /** Why steps cannot be run here, a sentence each; asked before anything starts. */
  public List<String> refusals(ExecutionRequest request) {
    StepGraph graph = request.definition().graph();
    Set<StepName> toRun =
        request.selection().map(Selection::steps).orElseGet(() -> graph.nodes().keySet());
    return graph.nodes().values().stream()
        .map(StepGraph.Node::step)
        .filter(step -> toRun.contains(step.name()) && !BUILT_IN.contains(step.type()))
        .filter(step -> !step.type().equals(StepType.MODEL) || parts.runner().makesModels())
        .flatMap(step -> parts.runner().refusal(step.name(), step.type(), step.content()).stream())
        .toList();
  }

  /**
   * An execution that has begun; {@link RunningExecution#await} sees it through.
   *
   * @throws dev.stepcache.application.port.RunHistoryUnavailable when the history cannot be reached
   */
  public Either<Refusal, RunningExecution> begin(
      ExecutionRequest request, ExecutionListener listener) {
    return begin(request, parts.identifiers().execution(), listener);
  }

  /** An execution that has begun under an id that nothing else has. */
  public Either<Refusal, RunningExecution> begin(
      ExecutionRequest request, ExecutionId id, ExecutionListener listener) {
    return startingPoint(request)
        .flatMap(start -> {
          RunningExecution running = new RunningExecution(parts, request, listener, id, start);
          return running.begin()
              ? Either.right(running)
              : Either.left(new Refusal(false, "Execution %s has begun already.".formatted(id)));
        });
  }

  /**
   * An execution that failed or was stopped, going on: what has succeeded stays so, the rest is
   * decided anew (X8).
   *
   * @param request the same that it was begun with
   */
  public Either<Refusal, RunningExecution> retry(
      ExecutionRequest request, Execution ended, ExecutionListener listener) {
    Optional<String> reason = whyNotRetried(ended);
    if (reason.isPresent()) {
      return Either.left(new Refusal(false, reason.get()));
    }
    EarlierResults rounds = EarlierResults.of(ended.id(), parts.history());
    return startingPoint(request)
        .flatMap(start -> {
          RunningExecution running =
              new RunningExecution(
                  parts,
                  request,
                  listener,
                  ended.id(),
                  start.after(rounds, request.definition().graph()));
          return running.retry(ended)
              ? Either.right(running)
              : Either.left(new Refusal(false, "Somebody else retries it already."));
        });
  }

  private Optional<String> whyNotRetried(Execution execution) {
    return switch (execution.status()) {
      case EXECUTING, STOPPING ->
          Optional.of("Execution %s is still going on.".formatted(execution.id()));
      case SUCCEEDED ->
          Optional.of(
              "Execution %s has succeeded: there is nothing to retry.".formatted(execution.id()));
      case STOPPED -> Optional.empty();
      case FAILED ->
          parts.history().steps(execution.id()).stream()
              .filter(step ->
                  step.type().equals(StepType.FAIL) && step.status() == ExecutedStep.Status.FAILED)
              .findFirst()
              .map(step ->
                  "Execution %s was ended by its Fail step %s: such a one is not retried."
                      .formatted(execution.id(), step.name()));
    };
  }

  private Either<Refusal, StartingPoint> startingPoint(ExecutionRequest request) {
    StepGraph graph = request.definition().graph();
    return request
        .selection()
        .map(selection -> selected(request, selection, new StepSelection(graph, selection.steps())))
        .orElseGet(() -> Either.right(StartingPoint.ofAll(graph)));
  }

  private Either<Refusal, StartingPoint> selected(
      ExecutionRequest request, Selection selection, StepSelection steps) {
    if (!steps.faults().isEmpty()) {
      return Either.left(new Refusal(false, String.join("\n", steps.faults())));
    }
    Set<StepName> taken = steps.taken();
    if (taken.isEmpty() && selection.source().isEmpty()) {
      return Either.right(new StartingPoint(selection.steps(), Map.of(), Map.of(), 0));
    }
    return source(request.pipeline(), selection)
        .flatMap(source -> {
          EarlierResults results = EarlierResults.of(source.id(), parts.history());
          return lacking(steps, taken, results)
              .<Either<Refusal, StartingPoint>>map(
                  message -> Either.left(new Refusal(false, message)))
              .orElseGet(() -> Either.right(StartingPoint.of(selection.steps(), taken, results)));
        });
  }

  private Either<Refusal, Execution> source(PipelineName name, Selection selection) {
    RunHistory history = parts.history();
    Optional<PipelineId> pipeline = history.findPipeline(name).map(Pipeline::id);
    Optional<Execution> source =
        selection.source().isPresent()
            ? history.findExecution(selection.source().get())
            : pipeline.flatMap(this::latestEnded);
    if (source.isEmpty() || !source.map(Execution::pipeline).equals(pipeline)) {
      return Either.left(
          new Refusal(
              true,
              selection
                  .source()
                  .map(id -> "Pipeline %s has no execution %s.".formatted(name, id))
                  .orElse(
                      "Pipeline %s has no execution yet that results could be taken from."
                          .formatted(name))));
    }
    if (!source.get().status().isTerminal()) {
      return Either.left(
          new Refusal(
              false,
              "Execution %s has not ended: nothing can be taken from it yet."
                  .formatted(source.get().id())));
    }
    if (source.get().kind() != parts.runner().kind()) {
      return Either.left(
          new Refusal(
              false,
              "Execution %s is simulated: a real one takes nothing from it, nor it from a real one."
                  .formatted(source.get().id())));
    }
    return Either.right(source.get());
  }

  private Optional<Execution> latestEnded(PipelineId pipeline) {
    try (Stream<Execution> executions = parts.history().executions(Optional.of(pipeline))) {
      return executions
          .filter(execution -> execution.status().isTerminal())
          .filter(execution -> execution.kind() == parts.runner().kind())
          .findFirst();
    }
  }

  /** What selected steps need and the source does not have. */
  private static Optional<String> lacking(
      StepSelection selection, Set<StepName> taken, EarlierResults source) {
    Optional<String> noResult =
        taken.stream()
            .filter(name -> source.of(name).isEmpty())
            .findFirst()
            .map(name ->
                "Execution %s has no result of step %s, which selected steps need: select it too."
                    .formatted(source.execution(), name));
    return noResult.or(() ->
        selection.steps().stream()
            .sorted()
            .flatMap(name -> untaken(selection, name, source).stream())
            .findFirst());
  }

  private static Optional<String> untaken(
      StepSelection selection, StepName name, EarlierResults source) {
    return selection
        .graph()
        .node(name)
        .branch()
        .filter(branch ->
            source
                .of(branch.condition())
                .flatMap(EarlierResults.Result::outcome)
                .filter(outcome -> outcome != branch.taken())
                .isPresent())
        .filter(branch -> !selection.steps().contains(branch.condition()))
        .map(branch ->
            "Step %s stands in a branch of %s that execution %s did not take: select %s too."
                .formatted(name, branch.condition(), source.execution(), branch.condition()));
  }
}

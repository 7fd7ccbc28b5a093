package dev.stepcache.application;

import static java.util.Comparator.comparingInt;

import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.PipelineExecutor.Parts;
import dev.stepcache.application.StepWork.StepEnd;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.pipeline.ExecutionFacts.StepResult;
import dev.stepcache.domain.pipeline.StepGraph;
import dev.stepcache.domain.pipeline.StepGraph.Node;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One execution on its way: steps whose inputs are ready run in parallel; after a failure nothing
 * new starts and what runs is seen to its end (X2). One thread, in {@link #await}, decides what
 * starts; each started step has a thread of its own.
 */
public final class RunningExecution {
  private final Parts parts;
  private final ExecutionRequest request;
  private final ExecutionListener listener;
  private final StepGraph graph;
  private final ExecutionId id;
  private final Map<StepName, StepResult> results = new ConcurrentHashMap<>();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private final Map<StepName, List<StepName>> followers = new HashMap<>();
  private final Map<StepName, Integer> unsettled = new HashMap<>();
  private final Deque<StepName> ready = new ArrayDeque<>();
  private final Map<StepName, StepReport> reports = new LinkedHashMap<>();
  private int running;
  private @Nullable Execution execution;
  private @Nullable String failure;
  private @Nullable RuntimeException broken;
  private boolean stopping;

  /** What the deciding thread is told by others. */
  private sealed interface Event {
    record StepEnded(StepName step, StepEnd end) implements Event {}

    record Stop() implements Event {}
  }

  RunningExecution(Parts parts, ExecutionRequest request, ExecutionListener listener) {
    this.parts = parts;
    this.request = request;
    this.listener = listener;
    this.graph = request.definition().graph();
    this.id = parts.identifiers().execution();
    graph
        .nodes()
        .forEach((name, node) -> {
          results.put(name, new StepResult.Pending());
          unsettled.put(name, node.waitsFor().size());
          node.waitsFor()
              .forEach(
                  before -> followers.computeIfAbsent(before, b -> new ArrayList<>()).add(name));
          if (node.waitsFor().isEmpty()) {
            ready.add(name);
          }
        });
  }

  public ExecutionId id() {
    return id;
  }

  void begin() {
    Instant now = parts.cache().now();
    var history = parts.history();
    history.stopAbandoned(history.clock().instant());
    var pipeline = history.openPipeline(request.pipeline(), now);
    execution =
        new Execution(
            id,
            pipeline.id(),
            parts.runner().kind(),
            Execution.Status.EXECUTING,
            now,
            Optional.empty(),
            Optional.empty(),
            request.text(),
            CanonicalJson.text(AttributeValue.object(request.parameters())));
    history.begin(execution, Optional.of(parts.leases().lease()));
    Scratch.deleteLeft(parts.folder(), this::isOver);
    listener.began(id);
  }

  private boolean isOver(String other) {
    try {
      return parts
          .history()
          .findExecution(new ExecutionId(other))
          .map(found -> found.status().isTerminal())
          .orElse(false);
    } catch (IllegalArgumentException | RunHistoryUnavailable unknown) {
      return false;
    }
  }

  /** Asks for an early end: nothing new starts and what runs is stopped. From any thread. */
  public void stop() {
    events.add(new Event.Stop());
  }

  /**
   * Sees the execution to its end.
   *
   * @throws dev.stepcache.application.port.RunHistoryUnavailable when the history is required and
   *     cannot be reached any more
   */
  public ExecutionReport await() throws InterruptedException {
    Execution begun = execution;
    if (begun == null) {
      throw new IllegalStateException("the execution has not begun");
    }
    StepWork work = new StepWork(parts, request, begun, results, listener);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      startReady(work, threads);
      while (running > 0) {
        switch (events.take()) {
          case Event.StepEnded(StepName step, StepEnd end) -> settle(step, end);
          case Event.Stop() -> {
            stopping = true;
            work.stop();
          }
        }
        startReady(work, threads);
      }
    }
    return end(begun);
  }

  private void startReady(StepWork work, ExecutorService threads) {
    while (!ready.isEmpty()
        && running < request.maxParallel()
        && failure == null
        && broken == null
        && !stopping) {
      StepName name = ready.remove();
      Node node = graph.node(name);
      if (!(results.get(name) instanceof StepResult.Untaken)) {
        running++;
        threads.execute(() -> events.add(new Event.StepEnded(name, work.see(node.step()))));
      }
    }
  }

  private void settle(StepName name, StepEnd end) {
    running--;
    end.report().ifPresent(report -> reports.put(name, report));
    switch (end) {
      case StepEnd.Succeeded succeeded -> {
        results.put(name, new StepResult.Known(succeeded.job()));
        succeeded.outcome().ifPresent(outcome -> leaveOut(name, !outcome));
        release(name);
      }
      case StepEnd.Failed failed -> {
        if (failure == null) {
          failure = failed.reason();
        }
      }
      case StepEnd.Stopped stopped -> stopping = true;
      case StepEnd.Broken(RuntimeException cause) -> broken = cause;
    }
  }

  /** From now on nobody waits for the steps of a branch, whatever they would have waited for. */
  private void leaveOut(StepName condition, boolean branch) {
    DefinedStep step = graph.node(condition).step();
    (branch ? step.ifSteps() : step.elseSteps())
        .stream()
            .flatMap(DefinedStep::withNested)
            .map(DefinedStep::name)
            .forEach(untaken -> {
              results.put(untaken, new StepResult.Untaken());
              release(untaken);
            });
  }

  private void release(StepName settled) {
    for (StepName follower : followers.getOrDefault(settled, List.of())) {
      if (unsettled.merge(follower, -1, Integer::sum) == 0) {
        ready.add(follower);
      }
    }
  }

  private ExecutionReport end(Execution begun) {
    if (broken != null) {
      throw broken;
    }
    Execution.Status status =
        failure != null
            ? Execution.Status.FAILED
            : stopping ? Execution.Status.STOPPED : Execution.Status.SUCCEEDED;
    Instant now = parts.cache().now();
    Execution ended = begun.ended(status, now, Optional.ofNullable(failure));
    parts.history().end(ended);
    List<StepReport> steps =
        reports.values().stream().sorted(comparingInt(StepReport::position)).toList();
    List<StepName> notStarted =
        graph.nodes().keySet().stream().filter(name -> !reports.containsKey(name)).toList();
    return new ExecutionReport(
        request.pipeline(),
        id,
        status,
        Optional.ofNullable(failure),
        begun.startedAt(),
        now,
        steps,
        notStarted);
  }
}

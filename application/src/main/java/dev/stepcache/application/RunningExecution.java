package dev.stepcache.application;

import static java.util.Comparator.comparingInt;

import dev.stepcache.application.ExecutionReport.EarlierStep;
import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.PipelineExecutor.Parts;
import dev.stepcache.application.StartingPoint.Taken;
import dev.stepcache.application.StepBook.StepEnd;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.pipeline.ExecutionFacts.StepResult;
import dev.stepcache.domain.pipeline.ReadySteps;
import dev.stepcache.domain.pipeline.StepGraph;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * starts; each started step has a thread of its own. What is ready is first looked at for what it
 * may reuse, and starts where that is nothing.
 */
public final class RunningExecution {
  /** Of how many steps one thread finds out at once what they reuse. */
  private static final int MOST_AT_ONCE = 128;

  private final Parts parts;
  private final ExecutionRequest request;
  private final ExecutionListener listener;
  private final StepGraph graph;
  private final ExecutionId id;
  private final StartingPoint start;
  private final Map<StepName, StepResult> results = new ConcurrentHashMap<>();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private final ReadySteps ready;

  /** Of the ready ones, those that do not reuse a run as far as is known: they wait for a place. */
  private final Deque<StepName> toRun = new ArrayDeque<>();

  private final Map<StepName, StepReport> reports = new LinkedHashMap<>();
  private int running;
  private int looking;
  private int maxParallel;
  private @Nullable Execution execution;
  private @Nullable String failure;
  private @Nullable RuntimeException broken;
  private boolean stopping;

  /** What the deciding thread is told by others. */
  private sealed interface Event {
    record StepEnded(StepName step, StepEnd end) implements Event {}

    /** Nothing is known that a step could reuse: it has to start. */
    record NotReused(StepName step) implements Event {}

    /** All that somebody who looked ahead found to be reused; he is done. */
    record Reused(List<StepEnd> ends) implements Event {}

    record Stop() implements Event {}

    record Width(int maxParallel) implements Event {}
  }

  RunningExecution(
      Parts parts,
      ExecutionRequest request,
      ExecutionListener listener,
      ExecutionId id,
      StartingPoint start) {
    this.parts = parts;
    this.request = request;
    this.listener = listener;
    this.graph = request.definition().graph();
    this.id = id;
    this.start = start;
    this.maxParallel = request.wishes().maxParallel();
    graph.nodes().keySet().forEach(name -> results.put(name, new StepResult.Pending()));
    results.putAll(start.results());
    this.ready = new ReadySteps(graph, start.toRun()::contains);
  }

  public ExecutionId id() {
    return id;
  }

  /** Begins the execution; answers whether it is this one: nobody else may begin it as well. */
  boolean begin() {
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
            CanonicalJson.text(AttributeValue.object(request.parameters())),
            request.options(),
            0);
    boolean isOurs = history.begin(execution, Optional.of(parts.leases().lease()));
    if (isOurs) {
      keepTaken();
      begun();
    }
    return isOurs;
  }

  /** Goes on with an execution; answers whether nobody else does, and it can be retried. */
  boolean retry(Execution ended) {
    Execution retried = ended.retried();
    execution = retried;
    boolean goesOn = parts.history().retry(retried, Optional.of(parts.leases().lease()));
    if (goesOn) {
      begun();
    }
    return goesOn;
  }

  private void begun() {
    Scratch.deleteLeft(parts.folder(), this::isOver);
    listener.began(id);
  }

  /** Steps that are not selected are steps of this execution all the same, with their results. */
  private void keepTaken() {
    List<ExecutedStep> steps = new ArrayList<>();
    for (StepName name : graph.nodes().keySet()) {
      Taken taken = start.earlier().get(name);
      if (taken != null) {
        steps.add(taken.result().step().takenInto(steps.size(), taken.from()));
      }
    }
    parts.history().keep(id, steps);
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

  /** Has more steps run at once from now on, or fewer; at least 1. From any thread. */
  public void widen(int steps) {
    events.add(new Event.Width(steps));
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
    StepBook book = new StepBook(parts, begun, listener, start.firstPosition());
    StepWork work = new StepWork(parts, request, begun, results, book);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        StopWatch watch = new StopWatch(parts.history(), id, this::stop, listener)) {
      watch.begin(threads);
      while (!events.isEmpty()) {
        answer(events.take(), work); // asked for before anything could start
      }
      startReady(work, threads);
      while (running + looking > 0) {
        answer(events.take(), work);
        startReady(work, threads);
      }
    }
    return end(begun);
  }

  private void answer(Event event, StepWork work) {
    switch (event) {
      case Event.StepEnded(StepName step, StepEnd end) -> {
        running--;
        settle(step, end);
      }
      case Event.NotReused(StepName step) -> toRun.add(step);
      case Event.Reused(List<StepEnd> ends) -> {
        looking--;
        ends.forEach(end -> settle(end.report().orElseThrow().name(), end));
      }
      case Event.Stop() -> {
        stopping = true;
        work.stop();
      }
      case Event.Width(int other) -> maxParallel = other;
    }
  }

  private void startReady(StepWork work, ExecutorService threads) {
    while (mayStart() && !ready.isEmpty() && looking < maxParallel) {
      lookAhead(work, threads);
    }
    while (mayStart() && !toRun.isEmpty() && running < maxParallel) {
      StepName name = toRun.remove();
      if (!(results.get(name) instanceof StepResult.Untaken)) {
        running++;
        DefinedStep step = graph.node(name).step();
        threads.execute(() -> events.add(new Event.StepEnded(name, work.see(step))));
      }
    }
  }

  private boolean mayStart() {
    return failure == null && broken == null && !stopping;
  }

  private void lookAhead(StepWork work, ExecutorService threads) {
    List<DefinedStep> steps = new ArrayList<>();
    int share = Math.clamp(ready.size() / (maxParallel - looking), 1, MOST_AT_ONCE);
    while (!ready.isEmpty() && steps.size() < share) {
      StepName name = ready.take();
      DefinedStep step = graph.node(name).step();
      if (results.get(name) instanceof StepResult.Untaken || !work.mayReuse(step)) {
        toRun.add(name);
      } else {
        steps.add(step);
      }
    }
    if (!steps.isEmpty()) {
      looking++;
      threads.execute(() ->
          events.add(
              new Event.Reused(
                  work.lookAhead(steps, other -> events.add(new Event.NotReused(other))))));
    }
  }

  private void settle(StepName name, StepEnd end) {
    end.report().ifPresent(report -> reports.put(name, report));
    switch (end) {
      case StepEnd.Succeeded succeeded -> {
        results.put(name, new StepResult.Known(succeeded.job()));
        succeeded.outcome().ifPresent(outcome -> leaveOut(name, !outcome));
        ready.settle(name);
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
    for (StepName untaken : StartingPoint.branch(graph.node(condition).step(), branch)) {
      results.put(untaken, new StepResult.Untaken());
      ready.settle(untaken);
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
    parts.history().notice().ifPresent(listener::warned);
    List<StepReport> steps =
        reports.values().stream().sorted(comparingInt(StepReport::position)).toList();
    List<EarlierStep> earlier =
        graph.nodes().values().stream()
            .filter(node -> start.earlier().containsKey(node.step().name()))
            .map(node -> earlier(node.step()))
            .toList();
    List<StepName> notStarted =
        graph.nodes().keySet().stream()
            .filter(name -> !reports.containsKey(name) && !start.earlier().containsKey(name))
            .toList();
    return new ExecutionReport(
        request.pipeline(),
        id,
        status,
        Optional.ofNullable(failure),
        begun.startedAt(),
        now,
        earlier,
        steps,
        notStarted);
  }

  private EarlierStep earlier(DefinedStep step) {
    Taken taken = Objects.requireNonNull(start.earlier().get(step.name()));
    return new EarlierStep(step.name(), step.type(), taken.from());
  }
}

package dev.stepcache.application.service;

import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.PipelineExecutor;
import dev.stepcache.application.PipelineExecutor.Refusal;
import dev.stepcache.application.RunningExecution;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.run.ExecutionId;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The executions that this process has begun and sees to their end by itself, so many at a time;
 * those that wait for their turn are Executing to everybody, and can be stopped like all others.
 * What other processes left behind is ended here too, when their leases are over (H5).
 */
public final class BackgroundExecutions implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final int BEGINNERS = 64;

  private final PipelineExecutor executor;
  private final RunHistory history;
  private final Limits limits;
  private final ExecutionListener listener;
  private final Semaphore turns;
  private final AtomicInteger places;
  private final Map<ExecutionId, Going> going = new ConcurrentHashMap<>();

  /** So that of two who begin one execution here, the second sees what came of the first. */
  private final List<Lock> beginning =
      Stream.<Lock>generate(ReentrantLock::new).limit(BEGINNERS).toList();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * How much is taken on.
   *
   * @param running how many executions go on at a time, at least 1
   * @param waiting how many more may wait for their turn
   * @param grace how long they may take to end when this is closed
   */
  public record Limits(int running, int waiting, Duration grace) {}

  /** An execution with the width that it was last told. */
  private static final class Going {
    private final RunningExecution execution;
    private volatile boolean hasTurn;
    private volatile int maxParallel;

    private Going(RunningExecution execution, int maxParallel) {
      this.execution = execution;
      this.maxParallel = maxParallel;
    }
  }

  /**
   * Begins to look after abandoned executions.
   *
   * @param listener is told of all executions
   */
  public BackgroundExecutions(
      PipelineExecutor executor, RunHistory history, Limits limits, ExecutionListener listener) {
    this.executor = executor;
    this.history = history;
    this.limits = limits;
    this.listener = listener;
    this.turns = new Semaphore(limits.running(), true);
    this.places = new AtomicInteger(limits.running() + limits.waiting());
    threads.execute(this::lookAfter);
  }

  /** Why an execution was not taken on. */
  public sealed interface NotStarted {

    /** It cannot be begun like this. */
    record Refused(Refusal refusal) implements NotStarted {}

    /** As many go on and wait already as may, or the service is ending. */
    record Busy(String message) implements NotStarted {}
  }

  /**
   * Begins an execution, and sees it to its end; an id that one has already, here or elsewhere, is
   * refused, so that an execution that several begin at once goes on once.
   */
  public Either<NotStarted, ExecutionId> start(ExecutionRequest request, ExecutionId id) {
    Lock lock = beginning.get(Math.floorMod(id.hashCode(), BEGINNERS));
    lock.lock();
    try {
      return going.containsKey(id)
          ? begunAlready(id)
          : take(request, with -> executor.begin(request, id, with));
    } finally {
      lock.unlock();
    }
  }

  private static Either<NotStarted, ExecutionId> begunAlready(ExecutionId id) {
    return Either.left(
        new NotStarted.Refused(
            new Refusal(false, "Execution %s has begun already.".formatted(id))));
  }

  /** Goes on with an execution that has ended without success (X8). */
  public Either<NotStarted, ExecutionId> retry(ExecutionRequest request, Execution ended) {
    return take(request, with -> executor.retry(request, ended, with));
  }

  private Either<NotStarted, ExecutionId> take(
      ExecutionRequest request,
      Function<ExecutionListener, Either<Refusal, RunningExecution>> begin) {
    if (closing.getCount() == 0) {
      return Either.left(new NotStarted.Busy("the service is ending"));
    }
    if (places.getAndDecrement() <= 0) {
      places.incrementAndGet();
      return Either.left(
          new NotStarted.Busy(
              "%d executions go on and %d wait for their turn: no more are taken on"
                  .formatted(limits.running(), limits.waiting())));
    }
    boolean taken = false;
    try {
      Either<Refusal, RunningExecution> begun = begin.apply(listener);
      begun.forEach(execution -> see(execution, request.wishes().maxParallel()));
      taken = begun.isRight();
      return begun.<NotStarted>mapLeft(NotStarted.Refused::new).map(RunningExecution::id);
    } finally {
      if (!taken) {
        places.incrementAndGet();
      }
    }
  }

  private void see(RunningExecution execution, int maxParallel) {
    Going one = new Going(execution, maxParallel);
    going.put(execution.id(), one);
    threads.execute(() -> seeToItsEnd(one));
  }

  private void seeToItsEnd(Going one) {
    try {
      one.hasTurn = waitForTurn(one.execution.id());
      if (!one.hasTurn) {
        one.execution.stop();
      }
      listener.over(one.execution.await());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } catch (RunHistoryUnavailable outage) {
      listener.warned("execution %s: %s".formatted(one.execution.id(), outage.message()));
    } catch (RuntimeException broken) {
      listener.warned("execution %s: %s".formatted(one.execution.id(), broken));
      fail(one.execution.id());
    } finally {
      going.remove(one.execution.id());
      places.incrementAndGet();
      if (one.hasTurn) {
        turns.release();
      }
    }
  }

  /** Ends an execution that came to no end by itself: nobody would go on with it. */
  private void fail(ExecutionId id) {
    try {
      history
          .findExecution(id)
          .filter(known -> !known.status().isTerminal())
          .ifPresent(known ->
              history.end(
                  known.ended(
                      Execution.Status.FAILED,
                      history.clock().instant(),
                      Optional.of("the service has failed"))));
    } catch (RunHistoryUnavailable outage) {
      listener.warned("execution %s: %s".formatted(id, outage.message()));
    }
  }

  /** Waits for a turn; answers whether it came before the execution was to be stopped. */
  private boolean waitForTurn(ExecutionId id) throws InterruptedException {
    while (!turns.tryAcquire(1, TimeUnit.SECONDS)) {
      if (closing.getCount() == 0 || isToStop(id)) {
        return false;
      }
    }
    return true;
  }

  private boolean isToStop(ExecutionId id) {
    try {
      return history.status(id).filter(known -> known != Execution.Status.EXECUTING).isPresent();
    } catch (RunHistoryUnavailable unknown) {
      return false;
    }
  }

  /** How many executions have their turn now. */
  public int running() {
    return (int) going.values().stream().filter(one -> one.hasTurn).count();
  }

  /** How many executions wait for their turn. */
  public int waiting() {
    return (int) going.values().stream().filter(one -> !one.hasTurn).count();
  }

  private void lookAfter() {
    try {
      while (!closing.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      history.stopAbandoned(history.clock().instant());
      going.values().forEach(this::widen);
    } catch (RunHistoryUnavailable outage) {
      // The next look may get through.
      return;
    }
  }

  /** What was amended, here or through another process, comes into force. */
  private void widen(Going one) {
    Optional<Execution> kept = history.findExecution(one.execution.id());
    kept.map(known -> ExecutionCard.of(known).options().wishes().maxParallel())
        .filter(width -> width >= 1 && width != one.maxParallel)
        .ifPresent(width -> {
          one.maxParallel = width;
          one.execution.widen(width);
        });
  }

  /**
   * Takes nothing on any more, and returns when all executions have ended; those that go on after
   * the time of grace, or an interruption, are stopped.
   */
  @Override
  public void close() {
    closing.countDown();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(limits.grace().toMillis(), TimeUnit.MILLISECONDS)) {
        stopAll();
      }
    } catch (InterruptedException impatient) {
      stopAll();
      Thread.currentThread().interrupt();
    }
    threads.close();
  }

  private void stopAll() {
    going.values().forEach(one -> one.execution.stop());
  }
}

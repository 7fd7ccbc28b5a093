package dev.stepcache.application;

import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.run.ExecutionId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks every second whether somebody elsewhere wants an execution to stop, or has found its lease
 * over and stopped it (X8, X9).
 */
final class StopWatch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RunHistory history;
  private final ExecutionId execution;
  private final Runnable stop;
  private final ExecutionListener listener;
  private final CountDownLatch over = new CountDownLatch(1);

  StopWatch(RunHistory history, ExecutionId execution, Runnable stop, ExecutionListener listener) {
    this.listener = listener;
    this.history = history;
    this.execution = execution;
    this.stop = stop;
  }

  void begin(ExecutorService threads) {
    threads.execute(this::watch);
  }

  private void watch() {
    try {
      while (!over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isToStop()) {
          stop.run();
          return;
        }
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isToStop() {
    try {
      Optional<Execution.Status> status = history.status(execution);
      if (status.filter(Execution.Status::isTerminal).isPresent()) {
        listener.warned("execution %s had been stopped: its lease was over".formatted(execution));
      }
      return status.filter(known -> known != Execution.Status.EXECUTING).isPresent();
    } catch (RunHistoryUnavailable unknown) {
      return false;
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}

package dev.stepcache.application;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.application.port.RunHistoryUnavailable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The leases of all runs and executions that this process owns, by the store's real clock, renewed
 * while it lives (X9). When it is gone its lease runs out, and whoever meets its runs stops them.
 */
public final class Leases implements AutoCloseable {
  /** How long a lease lasts without a sign of life. */
  public static final Duration LENGTH = Duration.ofSeconds(30);

  private static final Duration RENEWAL = Duration.ofSeconds(8);

  private final RunHistory history;
  private final String owner;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("lease renewal").unstarted(task));

  private final Future<?> renewing;

  public Leases(RunHistory history, String owner) {
    this.history = history;
    this.owner = owner;
    this.renewing =
        renewal.scheduleWithFixedDelay(
            this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A lease that begins now. */
  public Lease lease() {
    return new Lease(owner, history.clock().instant().plus(LENGTH));
  }

  private void renew() {
    try {
      history.renew(owner, lease().until());
    } catch (RunHistoryUnavailable outage) {
      // The next renewal may get through; if none does in time, the runs are stopped, as they must.
      return;
    }
  }

  @Override
  public void close() {
    renewing.cancel(true);
    renewal.shutdownNow();
  }
}

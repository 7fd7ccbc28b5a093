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

  /** How often a lease is renewed in its time, so that some renewals may fail. */
  private static final int RENEWALS = 4;

  private final RunHistory history;
  private final String owner;
  private final Duration length;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("lease renewal").unstarted(task));

  private final Future<?> renewing;

  public Leases(RunHistory history, String owner) {
    this(history, owner, LENGTH);
  }

  /** Leases of another length. */
  public Leases(RunHistory history, String owner, Duration length) {
    this.history = history;
    this.owner = owner;
    this.length = length;
    long pause = length.dividedBy(RENEWALS).toMillis();
    this.renewing =
        renewal.scheduleWithFixedDelay(this::renew, pause, pause, TimeUnit.MILLISECONDS);
  }

  /** A lease that begins now. */
  public Lease lease() {
    return new Lease(owner, history.clock().instant().plus(length));
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

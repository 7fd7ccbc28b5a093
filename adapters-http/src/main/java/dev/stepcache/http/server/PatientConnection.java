package dev.stepcache.http.server;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/** A connection that is cut when its client takes too long. */
final class PatientConnection implements ServerConnection, InterruptableTask<Void> {
  private final ClientClock clock;
  private final ServerConnection connection;
  private final Set<PatientConnection> open;

  PatientConnection(
      ConnectionContext context,
      ServerConnectionSelector http,
      Duration patience,
      Set<PatientConnection> open) {
    this.clock = new ClientClock(patience, this::canInterrupt);
    this.connection = http.connection(new PatientContext(context, clock, this::endAfterThis));
    this.open = open;
  }

  /** What is no request, and ends the connection anyhow, needs no help. */
  private void endAfterThis() {
    if (!canInterrupt()) {
      close(false);
    }
  }

  void cutIfLate(long now) {
    if (clock.isLate(now)) {
      connection.close(true);
    }
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    open.add(this);
    try {
      connection.handle(limit);
    } finally {
      open.remove(this);
    }
  }

  /** Whether no request is being read or answered. */
  @Override
  public boolean canInterrupt() {
    return connection instanceof InterruptableTask<?> task && task.canInterrupt();
  }

  @Override
  public Duration idleTime() {
    return connection.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    connection.close(interrupt);
  }
}

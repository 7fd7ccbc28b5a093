package dev.stepcache.http.server;

import dev.stepcache.application.service.ServiceSettings;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Cuts off clients that take longer than they may (H4): to send a request in full, from its first
 * byte to its last, or to take any part of an answer. A connection that asks nothing is ended after
 * a while, too.
 */
@Singleton
final class Patience implements ServerConnectionSelector, AutoCloseable {
  private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofMillis(250);

  private final Duration patience;
  private final ServerConnectionSelector http;
  private final Set<PatientConnection> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);

  @Inject
  Patience(ServiceSettings settings) {
    this.patience = settings.patience();
    Requests requests = new Requests();
    this.http =
        Http1ConnectionSelector.builder()
            .config(
                Http1Config.builder()
                    .addReceiveListener(requests)
                    .addSendListener(requests)
                    .build())
            .build();
  }

  /** Begins to look after connections. */
  Patience start() {
    Thread.ofVirtual().name("patience").start(this::lookAfter);
    return this;
  }

  private void lookAfter() {
    long pause = Math.min(LONGEST_BETWEEN_LOOKS.toMillis(), Math.max(1, patience.toMillis() / 4));
    try {
      while (!closing.await(pause, TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        open.forEach(connection -> connection.cutIfLate(now));
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return new PatientConnection(context, http, patience, open);
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public void close() {
    closing.countDown();
  }

  /** Tells a connection when a request has begun, and which is the last. */
  private static final class Requests implements Http1ConnectionListener {
    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
      if (context instanceof PatientContext patient) {
        patient.clock().requestBegan();
      }
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
      if (context instanceof PatientContext patient
          && headers.containsToken(HeaderValues.CONNECTION_CLOSE)) {
        patient.endAfterThis();
      }
    }
  }
}

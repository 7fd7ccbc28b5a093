package dev.stepcache.http.server;

import dev.stepcache.application.access.Caller;
import dev.stepcache.application.access.Callers;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.service.ServiceSettings;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What happens around every call (H3, H4): it gets an id, is read as far as the limit goes, has to
 * come from here or from somebody who is known, waits for nobody, and is written down.
 */
final class CallFilter implements Filter {
  /** Answered whoever asks, and however much there is to do. */
  private static final Set<String> FOR_ALL = Set.of("/health", "/ready");

  private static final String METRICS = "/metrics";

  /** What is a secret stands in paths under this name. */
  private static final String SECRET_IN_PATH = "{token}";

  private static final int CLIENT_IS_GONE = 499;

  private final ServiceSettings settings;
  private final ServiceState state;
  private final AccessPolicy policy;
  private final Authentication authentication;
  private final Callers callers;
  private final Places places;
  private final CallLog log;
  private final List<CallListener> listeners;

  @Inject
  CallFilter(
      ServiceSettings settings,
      ServiceState state,
      AccessPolicy policy,
      Authentication authentication,
      Callers callers,
      Places places,
      CallLog log,
      List<CallListener> listeners) {
    this.settings = settings;
    this.state = state;
    this.policy = policy;
    this.authentication = authentication;
    this.callers = callers;
    this.places = places;
    this.log = log;
    this.listeners = listeners;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    long begun = System.nanoTime();
    String id = RequestId.of(request.headers());
    request.context().register(RequestId.class, id);
    response.beforeSend(() -> response.header(RequestId.HEADER, id));
    List<CallListener.Ending> endings =
        listeners.stream().map(listener -> listener.began(request, id)).toList();
    String path = request.prologue().uriPath().rawPath();
    try {
      answer(chain, request, response, id);
    } catch (Refusal refusal) {
      RefusalAnswer.send(request, response, refusal);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } finally {
      Duration time = Duration.ofNanos(System.nanoTime() - begun);
      int status = response.hasEntity() ? response.status().code() : CLIENT_IS_GONE;
      String route = request.matchingPattern().orElse("none");
      log.write(
          new CallLog.Line(
              id,
              request.context().get(Call.class).map(call -> call.caller().name().text()),
              request.prologue().method().text(),
              route.contains(SECRET_IN_PATH) ? route : path,
              status,
              time,
              response.bytesWritten()));
      endings.forEach(ending -> ending.ended(route, status, time));
    }
  }

  private void answer(
      FilterChain chain, RoutingRequest request, RoutingResponse response, String id)
      throws IOException {
    String path = request.prologue().uriPath().rawPath();
    if (!policy.isControlled()) {
      SameSite.check(request);
    }
    byte[] body = RequestBody.read(request, response, settings.maxBody());
    if (FOR_ALL.contains(path)) {
      proceed(chain, request, new Call(id, callers.nobody(), body));
    } else if (path.equals(METRICS)) {
      proceed(chain, request, new Call(id, caller(request, id, body), body));
    } else {
      inPlace(chain, request, response, id, body);
    }
  }

  private void inPlace(
      FilterChain chain, RoutingRequest request, RoutingResponse response, String id, byte[] body) {
    if (state.isEnding()) {
      response.header(HeaderValues.CONNECTION_CLOSE);
      throw new Refusal(Refusal.Kind.BUSY, "the service is ending");
    }
    Places.Place place = places.take();
    response.beforeSend(place::leave);
    try {
      proceed(chain, request, new Call(id, caller(request, id, body), body));
    } finally {
      place.leave();
    }
  }

  private Caller caller(RoutingRequest request, String id, byte[] body) {
    try {
      return authentication.caller(request, body);
    } catch (RunHistoryUnavailable outage) {
      throw Faults.outage();
    } catch (Refusal refused) {
      throw refused;
    } catch (RuntimeException fault) {
      log.fault(id, fault);
      throw Faults.ours(id);
    }
  }

  private static void proceed(FilterChain chain, RoutingRequest request, Call call) {
    request.context().register(call);
    chain.proceed();
  }
}

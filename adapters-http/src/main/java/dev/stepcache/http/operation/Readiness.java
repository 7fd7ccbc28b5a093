package dev.stepcache.http.operation;

import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.port.Store;
import dev.stepcache.http.server.ServiceState;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether calls would be answered now. However many ask, the store is asked once at a time, and
 * nobody waits long for it.
 */
@Singleton
final class Readiness {
  private static final long LONGEST_MILLIS = 1_000;

  private final Store store;
  private final ServiceState state;
  private CompletableFuture<Optional<String>> asked =
      CompletableFuture.completedFuture(Optional.empty());

  @Inject
  Readiness(Store store, ServiceState state) {
    this.store = store;
    this.state = state;
  }

  /** Why not, if they would not. */
  Optional<String> hindrance() throws InterruptedException {
    if (state.isEnding()) {
      return Optional.of("the service is ending");
    }
    try {
      return ask().get(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      return Optional.of("the store does not answer");
    } catch (ExecutionException failed) {
      return Optional.of("the store cannot be read");
    }
  }

  private synchronized CompletableFuture<Optional<String>> ask() {
    if (asked.isDone()) {
      CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
      asked = answer;
      Thread.ofVirtual().name("readiness").start(() -> answer(answer));
    }
    return asked;
  }

  private void answer(CompletableFuture<Optional<String>> answer) {
    Optional<String> hindrance;
    try {
      hindrance =
          store.accessBook().bearerToken("").map(never -> "the store answers what it cannot know");
    } catch (RunHistoryUnavailable outage) {
      hindrance = Optional.of("the store cannot be reached");
    } catch (RuntimeException failed) {
      hindrance = Optional.of("the store cannot be read");
    }
    answer.complete(hindrance);
  }
}

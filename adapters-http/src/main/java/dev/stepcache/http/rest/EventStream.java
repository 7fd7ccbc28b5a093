package dev.stepcache.http.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.http.server.ServiceState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Tells what happens in an execution until it has ended. It is read from the store, so that any
 * node can tell it, whichever the execution goes on at.
 */
final class EventStream {
  private static final long BETWEEN_LOOKS_MILLIS = 1000;

  /**
   * A client goes on with a new request after so many looks: its grants are then asked for again.
   */
  private static final int MOST_LOOKS = 600;

  private static final int LOOKS_BETWEEN_SIGNS = 10;

  private final RunHistory history;
  private final ServiceState service;
  private final ExecutionId execution;
  private final OutputStream out;
  private Told told;

  EventStream(
      RunHistory history,
      ServiceState service,
      ExecutionId execution,
      Told told,
      OutputStream out) {
    this.history = history;
    this.service = service;
    this.execution = execution;
    this.told = told;
    this.out = out;
  }

  /**
   * Tells all there is to tell; returns when the execution has ended, or is no longer there, and
   * when the service is ending: a client then goes on at another node.
   */
  void tell() throws IOException {
    write("retry: 1000\n\n");
    for (int looks = 1; looks <= MOST_LOOKS && goesOn() && !service.isEnding(); looks++) {
      if (looks % LOOKS_BETWEEN_SIGNS == 0) {
        write(": still here\n\n");
      }
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean goesOn() throws IOException {
    try {
      // Asked first: what was decided before the end is kept before it.
      Optional<Execution> now = history.findExecution(execution);
      if (now.isEmpty()) {
        return false;
      }
      told = told.of(now.get().round());
      for (ExecutedStep step : history.steps(execution)) {
        tell(step);
      }
      if (now.get().status().isTerminal()) {
        tellEnd(now.get());
      }
      return !now.get().status().isTerminal();
    } catch (RunHistoryUnavailable outage) {
      write(": the run history cannot be reached\n\n");
      return true;
    }
  }

  private void tell(ExecutedStep step) throws IOException {
    if (!told.hasBegin(step.position())) {
      told = told.withBegin(step.position());
      event(
          "step-began",
          new JsonObject()
              .put("execution", execution.text())
              .put("name", step.name().text())
              .put("type", step.type().name())
              .put("startedAt", step.startedAt()));
    }
    if (step.status() != ExecutedStep.Status.EXECUTING && !told.hasEnd(step.position())) {
      told = told.withEnd(step.position());
      event("step-ended", HistoryDocuments.step(step).put("execution", execution.text()));
    }
  }

  private void tellEnd(Execution ended) throws IOException {
    event(
        "execution-ended",
        new JsonObject()
            .put("execution", execution.text())
            .put("status", ended.status().spelling())
            .putInstant("completedAt", ended.completedAt())
            .putText("failureReason", ended.failureReason()));
  }

  private void event(String name, JsonObject data) throws IOException {
    write("event: %s\nid: %s\ndata: %s\n\n".formatted(name, told.id(), data.compact()));
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}

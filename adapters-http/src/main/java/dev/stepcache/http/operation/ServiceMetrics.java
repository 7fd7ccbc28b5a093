package dev.stepcache.http.operation;

import dev.stepcache.application.DecisionListener;
import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.json.DecisionDocument;
import dev.stepcache.application.service.BackgroundExecutions;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.http.server.CallListener;
import io.helidon.webserver.http.ServerRequest;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * What this node of the service has done since it started, as Prometheus reads it (H4). No pipeline
 * is named: that would tell that there is one.
 */
public final class ServiceMetrics implements CallListener, ExecutionListener, DecisionListener {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final double[] SECONDS = {
    .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter decisions =
      Counter.builder()
          .name("stepcache_decisions_total")
          .help("Decisions for steps of executions that ended, and for lookups, by outcome.")
          .labelNames("outcome", "reason")
          .register(registry);
  private final Histogram decisionTime =
      seconds("stepcache_decision_seconds", "What decisions of lookups took.");
  private final Histogram storeTime =
      seconds("stepcache_store_seconds", "What the run history took to answer calls.", "question");
  private final Counter executionsEnded =
      Counter.builder()
          .name("stepcache_executions_ended_total")
          .help("Executions that this node saw to their end, by status.")
          .labelNames("status")
          .register(registry);
  private final Gauge inFlight =
      Gauge.builder()
          .name("stepcache_calls_in_flight")
          .help("Calls that are being read or answered.")
          .register(registry);
  private final Histogram calls =
      seconds("stepcache_call_seconds", "Calls by route and status.", "method", "route", "status");

  private Histogram seconds(String name, String help, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .classicUpperBounds(SECONDS)
        .classicOnly()
        .labelNames(labels)
        .register(registry);
  }

  /** Tells of executions that go on from now on. */
  void watch(BackgroundExecutions executions) {
    gauge("stepcache_executions_running", "Executions that go on.", executions::running);
    gauge(
        "stepcache_executions_waiting",
        "Executions in the queue for their turn.",
        executions::waiting);
  }

  private void gauge(String name, String help, IntSupplier number) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(number.getAsInt()))
        .register(registry);
  }

  /** Writes all of it. */
  void write(OutputStream out) throws IOException {
    PrometheusTextFormatWriter.create()
        .write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
  }

  /** The store has answered a question. */
  public void storeAnswered(String question, Duration time) {
    storeTime.labelValues(question).observe(seconds(time));
  }

  @Override
  public void decided(CacheDecision decision, Duration time) {
    count(decision);
    decisionTime.observe(seconds(time));
  }

  @Override
  public void ended(StepReport step) {
    count(step.decision());
  }

  @Override
  public void over(ExecutionReport execution) {
    executionsEnded.labelValues(execution.status().name()).inc();
  }

  private void count(CacheDecision decision) {
    Outcome outcome = decision.outcome();
    decisions
        .labelValues(DecisionDocument.outcome(outcome), DecisionDocument.reason(outcome))
        .inc();
  }

  @Override
  public Ending began(ServerRequest request, String id) {
    inFlight.inc();
    String method = known(request.prologue().method().text());
    return (route, status, time) -> {
      inFlight.dec();
      calls.labelValues(method, route, String.valueOf(status)).observe(seconds(time));
    };
  }

  /** Callers may not make up labels. */
  static String known(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
      default -> "other";
    };
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}

package dev.stepcache.http.operation;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.stepcache.application.DecisionListener;
import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.json.DecisionDocument;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.http.server.CallListener;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What this node of the service does, as spans that are sent to a receiver (H4): one for each call,
 * for each lookup within it, and for each execution, with its steps within it. The spans of an
 * execution are made when it is over, so that nothing is kept of those that go on.
 */
public final class ServiceTraces implements CallListener, ExecutionListener, DecisionListener {
  private static final long LONGEST_END_SECONDS = 5;

  private static final AttributeKey<String> METHOD = stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = stringKey("http.route");
  private static final AttributeKey<Long> RESPONSE = longKey("http.response.status_code");
  private static final AttributeKey<String> REQUEST = stringKey("stepcache.request");
  private static final AttributeKey<String> PIPELINE = stringKey("stepcache.pipeline");
  private static final AttributeKey<String> EXECUTION = stringKey("stepcache.execution");
  private static final AttributeKey<String> STEP = stringKey("stepcache.step");
  private static final AttributeKey<String> TYPE = stringKey("stepcache.type");
  private static final AttributeKey<String> OUTCOME = stringKey("stepcache.outcome");
  private static final AttributeKey<String> REASON = stringKey("stepcache.reason");
  private static final AttributeKey<String> STATUS = stringKey("stepcache.status");

  /** Kept, so that its handler is. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  static {
    ConsoleHandler handler = new ConsoleHandler();
    handler.setFormatter(new OneLine());
    LIBRARY.addHandler(handler);
    LIBRARY.setUseParentHandlers(false);
  }

  private final InstantSource clock;
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /**
   * Begins to send.
   *
   * @param clock the real time of this machine
   */
  public ServiceTraces(TraceReceiver receiver, InstantSource clock) {
    this.clock = clock;
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(stringKey("service.name"), receiver.service()))))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder()
                            .setEndpoint(receiver.endpoint().toString())
                            .build())
                    .build())
            .build();
    this.tracer = provider.get("dev.stepcache");
  }

  @Override
  public Ending began(ServerRequest request, String id) {
    String method = ServiceMetrics.known(request.prologue().method().text());
    Context caller =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), request.headers(), ServiceTraces::header);
    Span span =
        tracer
            .spanBuilder(method)
            .setParent(caller)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(METHOD, method)
            .setAttribute(REQUEST, id)
            .startSpan();
    Scope scope = ContextStorage.get().attach(caller.with(span)); // lookups are told within it
    return (route, status, time) -> {
      scope.close();
      span.updateName(method + " " + route);
      span.setAttribute(ROUTE, route);
      span.setAttribute(RESPONSE, (long) status);
      mark(span, status >= 500);
      span.end();
    };
  }

  private static @Nullable String header(@Nullable Headers headers, String name) {
    return headers == null ? null : headers.first(HeaderNames.create(name)).orElse(null);
  }

  @Override
  public void decided(CacheDecision decision, Duration time) {
    Instant now = clock.instant();
    Span span = span("lookup", Context.current(), now.minus(time));
    describe(span, decision);
    span.end(now);
  }

  @Override
  public void over(ExecutionReport execution) {
    Span span = span("execution " + execution.pipeline(), Context.root(), execution.startedAt());
    span.setAttribute(PIPELINE, execution.pipeline().text());
    span.setAttribute(EXECUTION, execution.execution().text());
    span.setAttribute(STATUS, execution.status().name());
    mark(span, execution.status() == Execution.Status.FAILED);
    Context within = Context.root().with(span);
    execution.steps().forEach(step -> tell(step, within, execution.completedAt()));
    span.end(execution.completedAt());
  }

  private void tell(StepReport step, Context within, Instant atLatest) {
    Span span = span("step " + step.name(), within, step.startedAt());
    describe(span, step.decision());
    span.setAttribute(STATUS, step.status().name());
    mark(span, step.status() == ExecutedStep.Status.FAILED);
    span.end(step.completedAt().orElse(atLatest));
  }

  private Span span(String name, Context within, Instant from) {
    return tracer.spanBuilder(name).setParent(within).setStartTimestamp(from).startSpan();
  }

  private static void describe(Span span, CacheDecision decision) {
    span.setAttribute(PIPELINE, decision.pipeline().text());
    span.setAttribute(STEP, decision.step().name().text());
    span.setAttribute(TYPE, decision.step().type().name());
    span.setAttribute(OUTCOME, DecisionDocument.outcome(decision.outcome()));
    span.setAttribute(REASON, DecisionDocument.reason(decision.outcome()));
  }

  private static void mark(Span span, boolean isError) {
    if (isError) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  /** Sends what is left; a receiver that is away is not waited for long. */
  @Override
  public void noMore() {
    provider.shutdown().join(LONGEST_END_SECONDS, TimeUnit.SECONDS);
  }

  /** What the library has to say, such as that the receiver is away: nobody needs its stack. */
  private static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord told) {
      return "traces: %s%n".formatted(formatMessage(told));
    }
  }
}

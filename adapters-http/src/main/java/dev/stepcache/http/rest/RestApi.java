package dev.stepcache.http.rest;

import dev.stepcache.http.server.Call;
import dev.stepcache.http.server.Feature;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;

/** The REST API (H2). */
public final class RestApi implements Feature {
  private final Routes routes;

  @Inject
  RestApi(
      PipelineResource pipelines,
      StartResource starts,
      ExecutionResource executions,
      StepResource steps,
      EventResource events,
      LookupResource lookups,
      RunResource runs,
      MetricResource metrics,
      CallbackResource callbacks,
      AccessResource access,
      OpenApiResource openApi) {
    this.routes =
        new Routes(
            Stream.of(
                    lookups.routes(), // which are asked most, and are found first
                    pipelines.routes(),
                    starts.routes(),
                    executions.routes(),
                    steps.routes(),
                    events.routes(),
                    runs.routes(),
                    metrics.routes(),
                    callbacks.routes(),
                    access.routes(),
                    openApi.routes())
                .flatMap(List::stream)
                .toList());
  }

  /** All operations. */
  List<Route> routes() {
    return routes.all();
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    // The log and the metrics know a call by its route; a name with a slash in it has that of all.
    for (Route route : routes.all()) {
      routing.route(Method.create(route.method()), route.template(), this::answer);
    }
    routing.any("/v1/*", this::answer);
  }

  private void answer(ServerRequest request, ServerResponse response) {
    Call call = Call.of(request);
    answer(request, call).send(response);
  }

  private Answer answer(ServerRequest request, Call call) {
    try {
      return routes.answer(request, call);
    } catch (RuntimeException wrong) {
      return Problems.of(wrong).orElseThrow(() -> wrong).answer(call.id());
    }
  }
}

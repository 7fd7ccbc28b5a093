package dev.stepcache.http.rest;

import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.DayOfDecisions;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Savings;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.step.PipelineName;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts and times, of one pipeline or of all whose metrics the caller may see. */
final class MetricResource {
  private final RunHistory history;
  private final Known known;

  @Inject
  MetricResource(Store store, Known known) {
    this.history = store.history();
    this.known = known;
  }

  List<Route> routes() {
    return List.of(
        new Route("savings", "GET", "/v1/savings", this::savings),
        new Route("days", "GET", "/v1/days", this::days));
  }

  /** What is counted: which pipelines, from when on. */
  private record Scope(List<Pipeline> pipelines, Instant since) {}

  private Scope scope(Asked asked) {
    Query query = asked.query("pipeline", "within");
    Optional<PipelineName> one = query.read("pipeline", PipelineName::new);
    Instant since = query.since(history.clock().instant());
    one.ifPresent(name -> require(asked, name));
    List<Pipeline> pipelines =
        one.map(name -> List.of(known.pipeline(name)))
            .orElseGet(() ->
                history.pipelines().stream()
                    .filter(pipeline -> asked.caller().may(Permission.METRICS, pipeline.name()))
                    .toList());
    pipelines.forEach(pipeline ->
        asked.look(MetadataSource.METRICS, pipeline.name(), List.of(pipeline.name().text())));
    return new Scope(pipelines, since);
  }

  private static void require(Asked asked, PipelineName name) {
    if (!asked.caller().mayKnow(name)) {
      throw Asked.absent(name);
    }
    asked.caller().require(Permission.METRICS, name);
  }

  private Answer savings(Asked asked) {
    Scope scope = scope(asked);
    List<Savings> steps =
        scope.pipelines().stream()
            .flatMap(
                pipeline -> history.savings(Optional.of(pipeline.id()), scope.since()).stream())
            .toList();
    return Answer.of(HistoryDocuments.savings(steps));
  }

  private Answer days(Asked asked) {
    Scope scope = scope(asked);
    SortedMap<LocalDate, DayOfDecisions> days = new TreeMap<>();
    scope
        .pipelines()
        .forEach(pipeline ->
            history
                .days(Optional.of(pipeline.id()), scope.since())
                .forEach(day -> days.merge(day.day(), day, MetricResource::sum)));
    return Answer.of(
        new JsonObject().put("days", days.values().stream().map(HistoryDocuments::day).toList()));
  }

  private static DayOfDecisions sum(DayOfDecisions one, DayOfDecisions other) {
    return new DayOfDecisions(
        one.day(),
        one.hits() + other.hits(),
        one.saved().plus(other.saved()),
        one.runs() + other.runs());
  }
}

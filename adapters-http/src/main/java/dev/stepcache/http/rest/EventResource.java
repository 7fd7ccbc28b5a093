package dev.stepcache.http.rest;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.http.rest.Known.NamedExecution;
import dev.stepcache.http.server.ServiceState;
import jakarta.inject.Inject;
import java.util.List;

/** What happens in executions, told as it does (server-sent events). */
final class EventResource {
  private final RunHistory history;
  private final Known known;
  private final ServiceState service;

  @Inject
  EventResource(Store store, Known known, ServiceState service) {
    this.history = store.history();
    this.known = known;
    this.service = service;
  }

  List<Route> routes() {
    return List.of(
        new Route("followExecution", "GET", "/v1/executions/{execution}/events", this::follow));
  }

  private Answer follow(Asked asked) {
    NamedExecution execution = known.execution(asked, Permission.EVENTS);
    asked.query();
    asked.look(MetadataSource.EVENTS, execution.pipeline(), List.of(execution.id().text()));
    Told told = asked.header("Last-Event-ID").map(Told::read).orElseGet(Told::nothing);
    return Answer.flowing(
            "text/event-stream",
            out -> new EventStream(history, service, execution.id(), told, out).tell())
        .with("Cache-Control", "no-store");
  }
}

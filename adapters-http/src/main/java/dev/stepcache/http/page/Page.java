package dev.stepcache.http.page;

import static dev.stepcache.http.page.Html.element;

import dev.stepcache.application.UseCases;
import dev.stepcache.application.access.AccessRefused;
import dev.stepcache.application.access.Caller;
import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.http.page.ExecutionReading.Log;
import dev.stepcache.http.page.Frame.Crumb;
import dev.stepcache.http.page.Frame.Sheet;
import dev.stepcache.http.page.OverviewView.PipelineLine;
import dev.stepcache.http.server.Call;
import dev.stepcache.http.server.Feature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The pages for people. They are made here, whole, and need nothing from elsewhere; a browser that
 * runs scripts only sees an execution go on without a reload.
 */
public final class Page implements Feature {
  private final PipelineReading pipelines;
  private final ExecutionReading executions;

  @Inject
  Page(UseCases useCases, Store store) {
    this.pipelines = new PipelineReading(store.history());
    this.executions = new ExecutionReading(store.history(), useCases.logs(), useCases.secrets());
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.get("/", this::answer);
    routing.get("/pipelines/*", this::answer);
    routing.get("/executions/*", this::answer);
    routing.get("/page/*", Page::file);
  }

  private static void file(ServerRequest request, ServerResponse response) {
    Optional<StaticFile> file =
        Address.of(rawPath(request))
            .flatMap(address -> address.named(1, StaticFile::named))
            .flatMap(found -> found);
    if (file.isPresent()) {
      Sent.file(file.get()).to(request, response);
    } else {
      absent().to(request, response);
    }
  }

  private void answer(ServerRequest request, ServerResponse response) {
    try {
      Address.of(rawPath(request))
          .flatMap(address -> find(address, request, Call.of(request).caller()))
          .orElseGet(Page::absent)
          .to(request, response);
    } catch (AccessRefused refused) {
      (refused.isHidden() ? absent() : forbidden(refused)).to(request, response);
    } catch (RunHistoryUnavailable outage) {
      unavailable().to(request, response);
    }
  }

  private Optional<Sent> find(Address address, ServerRequest request, Caller caller) {
    if (address.matches("")) {
      return Optional.of(overview(request, caller));
    }
    if (address.matches("pipelines", "*")) {
      return address.named(1, PipelineName::new).flatMap(name -> pipeline(request, caller, name));
    }
    Optional<ExecutionId> execution = address.named(1, ExecutionId::new);
    Optional<StepName> step = address.named(3, StepName::new);
    if (address.matches("executions", "*")) {
      return execution.flatMap(id -> execution(caller, id));
    }
    if (address.matches("executions", "*", "steps", "*")) {
      return execution.flatMap(id -> step.flatMap(name -> step(caller, id, name)));
    }
    return address.matches("executions", "*", "steps", "*", "log")
        ? execution.flatMap(id -> step.flatMap(name -> log(caller, id, name)))
        : Optional.empty();
  }

  private Sent overview(ServerRequest request, Caller caller) {
    int days = PipelinePage.SPANS.get(0);
    OverviewView view = pipelines.overview(caller, query(request, "after").orElse(""), days);
    return Sent.page(200, OverviewPage.sheet(view, days))
        .after(() ->
            view.pipelines().stream()
                .filter(line -> line.totals().isPresent())
                .map(PipelineLine::name)
                .forEach(name -> counted(caller, name)));
  }

  private Optional<Sent> pipeline(ServerRequest request, Caller caller, PipelineName name) {
    int days =
        query(request, "days")
            .flatMap(asked ->
                PipelinePage.SPANS.stream()
                    .filter(span -> span.toString().equals(asked))
                    .findFirst())
            .orElse(PipelinePage.SPANS.get(0));
    return pipelines
        .pipeline(caller, name, query(request, "after").flatMap(Page::place), days)
        .map(view ->
            Sent.page(200, PipelinePage.sheet(view, days))
                .after(() -> view.counts().ifPresent(counts -> counted(caller, name))));
  }

  private static void counted(Caller caller, PipelineName name) {
    caller.look(MetadataSource.METRICS, name, List.of(name.text()), "page of pipelines");
  }

  private Optional<Sent> execution(Caller caller, ExecutionId id) {
    return executions
        .execution(caller, id)
        .map(view ->
            Sent.page(200, ExecutionPage.sheet(view))
                .after(() ->
                    caller.look(
                        MetadataSource.CACHED_STEPS,
                        view.line().pipeline(),
                        List.of(id.text()),
                        "page of an execution")));
  }

  private Optional<Sent> step(Caller caller, ExecutionId id, StepName name) {
    return executions
        .step(caller, id, name)
        .map(view ->
            Sent.page(200, StepPage.sheet(view))
                .after(() ->
                    caller.look(
                        MetadataSource.CACHED_STEPS,
                        view.execution().pipeline(),
                        List.of(id.text()),
                        "page of a step")));
  }

  private Optional<Sent> log(Caller caller, ExecutionId id, StepName step) {
    Optional<Log> log = executions.log(caller, id, step);
    return log.map(found ->
        Sent.log(found.file())
            .after(() ->
                caller.look(
                    MetadataSource.LOGS, found.pipeline(), List.of(id.text()), "page of a log")));
  }

  private static Sent absent() {
    return Sent.page(
        404,
        Sheet.still(
            "There is no such page",
            List.of(Crumb.HOME),
            element("p", "Nothing that you may see is kept under this address.")));
  }

  private static Sent forbidden(AccessRefused refused) {
    return Sent.page(
        403,
        Sheet.still(
            "This page is not open to you", List.of(Crumb.HOME), element("p", refused.message())));
  }

  private static Sent unavailable() {
    return Sent.page(
        503,
        Sheet.still(
            "The run history does not answer",
            List.of(Crumb.HOME),
            element("p", "It cannot be reached now. Try again in a while.")));
  }

  private static String rawPath(ServerRequest request) {
    return request.prologue().uriPath().rawPath();
  }

  private static Optional<String> query(ServerRequest request, String name) {
    return request.query().first(name).asOptional();
  }

  /** A place in a list as links name it; none where a link was tampered with. */
  private static Optional<Place> place(String text) {
    int comma = text.indexOf(',');
    try {
      return comma < 0
          ? Optional.empty()
          : Optional.of(
              new Place(
                  Instant.ofEpochMilli(Long.parseLong(text.substring(0, comma))),
                  text.substring(comma + 1)));
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }
}

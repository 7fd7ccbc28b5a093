package dev.stepcache.http.page;

import static dev.stepcache.http.page.Html.element;
import static dev.stepcache.http.page.Html.nothing;
import static dev.stepcache.http.page.Html.pieces;
import static dev.stepcache.http.page.Html.text;

import dev.stepcache.application.json.Durations;
import dev.stepcache.http.page.Frame.Sheet;
import dev.stepcache.http.page.Html.Element;
import dev.stepcache.http.page.OverviewView.PipelineLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The first page: the pipelines, and what goes on. */
final class OverviewPage {
  private OverviewPage() {}

  static Sheet sheet(OverviewView view, int days) {
    return Sheet.still(
        "Pipelines",
        List.of(),
        pieces(
            goingOn(view),
            view.pipelines().isEmpty()
                ? element("p", "There is no pipeline that you may see.")
                : pipelines(view, days),
            paging(view)));
  }

  private static Html goingOn(OverviewView view) {
    return view.goingOn().isEmpty()
        ? element("p", "No execution goes on.")
        : Words.table(
            "Executions going on",
            List.of("Execution", "Pipeline", "Status", "Started"),
            view.goingOn().stream()
                .map(line ->
                    Words.row(
                        Words.link(line),
                        Words.link(Address.of(line.pipeline()), Html.name(line.pipeline())),
                        Words.status(line),
                        Words.instant(line.startedAt()))));
  }

  private static Html pipelines(OverviewView view, int days) {
    return Words.table(
        "Pipelines; hit rate and time saved in the last %d days".formatted(days),
        List.of("Pipeline", "Latest execution", "Status", "Started", "Hit rate", "Time saved"),
        view.pipelines().stream().map(OverviewPage::row));
  }

  private static Element row(PipelineLine line) {
    return Words.row(
        Words.link(Address.of(line.name()), Html.name(line.name())),
        latest(line, Words::link),
        latest(line, Words::status),
        latest(line, execution -> Words.instant(execution.startedAt())),
        line.totals()
            .map(totals -> text(Words.hitRate(totals.hits(), totals.runs())))
            .orElse(text("not granted")),
        line.totals()
            .map(totals -> text(Durations.spoken(totals.saved())))
            .orElse(text("not granted")));
  }

  private static Html latest(PipelineLine line, Function<ExecutionLine, Html> shown) {
    Optional<Html> latest = line.latest().map(shown);
    return latest.orElse(text("–"));
  }

  private static Html paging(OverviewView view) {
    if (view.isFirst() && view.isLast()) {
      return nothing();
    }
    String last =
        view.pipelines().isEmpty()
            ? ""
            : view.pipelines().get(view.pipelines().size() - 1).name().text();
    return element(
            "nav",
            view.isFirst() ? nothing() : Words.link("/", text("First pipelines")),
            text(" "),
            view.isLast()
                ? nothing()
                : Words.link("/?after=" + Address.query(last), text("Next pipelines")))
        .with("aria-label", "Pages");
  }
}

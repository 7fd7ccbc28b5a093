package dev.stepcache.http.page;

import static dev.stepcache.http.page.Html.element;
import static dev.stepcache.http.page.Html.nothing;
import static dev.stepcache.http.page.Html.pieces;
import static dev.stepcache.http.page.Html.text;

import dev.stepcache.application.json.Durations;
import dev.stepcache.application.port.RunHistory.DayOfDecisions;
import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.application.port.RunHistory.Savings;
import dev.stepcache.http.page.Frame.Crumb;
import dev.stepcache.http.page.Frame.Sheet;
import dev.stepcache.http.page.PipelineView.Counts;
import java.util.List;
import java.util.Optional;

/** A pipeline: its executions, and what reuse came to. */
final class PipelinePage {
  /** Over how many days one may look; the first unless another is asked for. */
  static final List<Integer> SPANS = List.of(30, 90, 365);

  private PipelinePage() {}

  static Sheet sheet(PipelineView view, int days) {
    return Sheet.still(
        view.name().text(),
        List.of(Crumb.HOME),
        pieces(
            element("h2", "Executions"),
            view.executions().isEmpty() ? element("p", "There is none.") : executions(view),
            paging(view),
            element("h2", "Reuse in the last %d days".formatted(days)),
            view.counts()
                .map(counts -> counts(view, counts, days))
                .orElse(
                    element(
                        "p",
                        "Counts and times of this pipeline are not shown: they need a grant of"
                            + " Metrics, which you have not."))));
  }

  private static Html executions(PipelineView view) {
    return Words.table(
        "Executions, latest first",
        List.of("Execution", "Status", "Started", "Took"),
        view.executions().stream()
            .map(line ->
                Words.row(
                    Words.link(line),
                    Words.status(line),
                    Words.instant(line.startedAt()),
                    Words.took(line))));
  }

  private static Html paging(PipelineView view) {
    if (view.isFirst() && view.next().isEmpty()) {
      return nothing();
    }
    String address = Address.of(view.name());
    Optional<Html> next =
        view.next().map(place -> Words.link(address + after(place), text("Earlier executions")));
    return element(
            "nav",
            view.isFirst() ? nothing() : Words.link(address, text("Latest executions")),
            text(" "),
            next.orElse(nothing()))
        .with("aria-label", "Pages of executions");
  }

  private static String after(Place place) {
    return "?after=%d,%s".formatted(place.startedAt().toEpochMilli(), Address.query(place.id()));
  }

  private static Html counts(PipelineView view, Counts counts, int days) {
    return pieces(
        spans(view, days),
        element(
            "p",
            "Hit rate %s, %s saved."
                .formatted(
                    Words.hitRate(counts.hits(), counts.runs()), Durations.spoken(counts.saved()))),
        counts.days().stream().allMatch(day -> day.hits() + day.runs() == 0)
            ? element("p", "Nothing was decided in this time.")
            : pieces(plots(counts), savings(counts)));
  }

  private static Html spans(PipelineView view, int days) {
    return element(
            "nav",
            pieces(
                SPANS.stream()
                    .filter(span -> span != days)
                    .map(span ->
                        Words.link(
                            Address.of(view.name()) + "?days=" + span,
                            text("Last %d days".formatted(span))))))
        .with("aria-label", "Time looked at")
        .with("class", "choices");
  }

  private static Html plots(Counts counts) {
    ChartDrawing chart = new ChartDrawing(counts.days());
    return pieces(
        element("h3", "Decisions by day"),
        element(
                "p",
                element("span", "hits").with("class", "key key-hit"),
                text(" "),
                element("span", "runs").with("class", "key key-run"))
            .with("class", "keys"),
        Words.scrolled("Plot of decisions by day", chart.decisions()),
        element("h3", "Time saved by day"),
        Words.scrolled("Plot of time saved by day", chart.savings()),
        element("details", element("summary", "The days as a table"), days(counts)));
  }

  private static Html days(Counts counts) {
    return Words.table(
        "Decisions and time saved by day (UTC); days without decisions are left out",
        List.of("Day", "Hits", "Runs", "Time saved"),
        counts.days().stream().filter(day -> day.hits() + day.runs() > 0).map(PipelinePage::row));
  }

  private static Html.Element row(DayOfDecisions day) {
    return Words.row(
        text(day.day().toString()),
        text(Long.toString(day.hits())),
        text(Long.toString(day.runs())),
        text(Durations.spoken(day.saved())));
  }

  private static Html savings(Counts counts) {
    return pieces(
        element("h3", "By step"),
        Words.table(
            "What reuse saved and runs took, by step",
            List.of("Step", "Type", "Hits", "Time saved", "Runs", "Time taken"),
            counts.steps().stream().map(PipelinePage::row)));
  }

  private static Html.Element row(Savings step) {
    return Words.row(
        Html.name(step.step()),
        Html.name(step.type()),
        text(Long.toString(step.hits())),
        text(Durations.spoken(step.saved())),
        text(Long.toString(step.runs())),
        text(Durations.spoken(step.spent())));
  }
}

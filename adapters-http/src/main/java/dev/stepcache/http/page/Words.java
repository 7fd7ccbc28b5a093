package dev.stepcache.http.page;

import static dev.stepcache.http.page.Html.element;
import static dev.stepcache.http.page.Html.pieces;
import static dev.stepcache.http.page.Html.text;

import dev.stepcache.application.json.Durations;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.Execution;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.http.page.Html.Element;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What pages say alike: instants, states, tables. */
final class Words {
  private static final DateTimeFormatter SPOKEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Words() {}

  static Element instant(Instant instant) {
    return element("time", SPOKEN.format(instant)).with("datetime", JsonObject.instant(instant));
  }

  static String count(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** How many of all that could have been reused were. */
  static String hitRate(long hits, long runs) {
    return hits + runs == 0
        ? "–"
        : "%d %% (%d of %d)".formatted(Math.round(100.0 * hits / (hits + runs)), hits, hits + runs);
  }

  static Element mark(Mark mark) {
    return element(
            "span", element("span", mark.sign()).with("aria-hidden", true), text(" " + mark.word()))
        .with("class", "mark " + mark.style());
  }

  static Html status(ExecutionLine execution) {
    Element status =
        element("span", execution.status().spelling())
            .with("class", "mark " + style(execution.status()));
    return execution.kind() == RunKind.SIMULATED ? pieces(status, text(" simulated")) : status;
  }

  private static String style(Execution.Status status) {
    return switch (status) {
      case EXECUTING, STOPPING -> Mark.RUNNING.style();
      case STOPPED -> Mark.STOPPED.style();
      case FAILED -> Mark.FAILED.style();
      case SUCCEEDED -> Mark.HIT.style();
    };
  }

  static Element link(String address, Html what) {
    return element("a", what).with("href", address);
  }

  static Element link(ExecutionLine execution) {
    return link(
        Address.of(execution.id()),
        Html.name(execution.displayName().orElse(execution.id().text())));
  }

  static Html took(ExecutionLine execution) {
    return execution
        .completedAt()
        .map(end -> text(Durations.spoken(Duration.between(execution.startedAt(), end))))
        .orElse(text("goes on"));
  }

  /** A table that is scrolled by itself where the window is too narrow for it. */
  static Element table(String caption, List<String> columns, Stream<Element> rows) {
    return scrolled(
        caption,
        element(
            "table",
            element("caption", caption),
            element(
                "thead",
                element(
                    "tr",
                    columns.stream().map(column -> element("th", column).with("scope", "col")))),
            element("tbody", rows)));
  }

  /** What may be wider than the window, to be scrolled by keys too. */
  static Element scrolled(String label, Html wide) {
    return element("div", wide)
        .with("class", "scroll")
        .with("role", "region")
        .with("tabindex", 0)
        .with("aria-label", label);
  }

  /** A row with its heading first. */
  static Element row(Html heading, Html... cells) {
    return element(
        "tr",
        pieces(element("th", heading).with("scope", "row")),
        pieces(Arrays.stream(cells).map(cell -> element("td", cell))));
  }

  /** One fact in a list of them. */
  static Html fact(String what, Html value) {
    return pieces(element("dt", what), element("dd", value));
  }
}

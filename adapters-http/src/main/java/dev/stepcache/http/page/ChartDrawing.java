package dev.stepcache.http.page;

import static dev.stepcache.http.page.Html.element;
import static dev.stepcache.http.page.Html.pieces;

import dev.stepcache.application.json.Durations;
import dev.stepcache.application.port.RunHistory.DayOfDecisions;
import dev.stepcache.http.page.Html.Element;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Days as bars: what was decided, and what that saved. */
final class ChartDrawing {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 170;
  private static final int LEFT = 72;
  private static final int TOP = 12;
  private static final int FOOT = 146;

  private final List<DayOfDecisions> days;

  ChartDrawing(List<DayOfDecisions> days) {
    this.days = days;
  }

  /** Hits, and on top of them the runs. */
  Element decisions() {
    ToLongFunction<DayOfDecisions> all = day -> day.hits() + day.runs();
    long most = most(all);
    return chart(
        "Decisions by day: hits, and on top of them runs",
        Long.toString(most),
        pieces(
            bars("bar-run", most, all, DayOfDecisions::hits),
            bars("bar-hit", most, DayOfDecisions::hits, day -> 0)));
  }

  Element savings() {
    ToLongFunction<DayOfDecisions> saved = day -> day.saved().toMillis();
    long most = most(saved);
    return chart(
        "Time saved by day",
        Durations.spoken(Duration.ofMillis(most)),
        bars("bar-hit", most, saved, day -> 0));
  }

  private long most(ToLongFunction<DayOfDecisions> of) {
    return days.stream().mapToLong(of).max().orElse(0);
  }

  private Element chart(String title, String most, Html bars) {
    return element(
            "svg",
            element("title", title),
            element("path")
                .with("class", "axis")
                .with("d", "M%d %dH%dM%d %dH%d".formatted(LEFT, FOOT, WIDTH, LEFT, TOP, WIDTH)),
            label(most, LEFT - 6, TOP + 4, "end"),
            label("0", LEFT - 6, FOOT + 4, "end"),
            label(days.get(0).day().toString(), LEFT, FOOT + 18, "start"),
            label(days.get(days.size() - 1).day().toString(), WIDTH, FOOT + 18, "end"),
            bars)
        .with("class", "chart")
        .with("role", "img")
        .with("aria-label", title + "; the table below says the same")
        .with("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT));
  }

  private static Element label(String words, int across, int down, String anchor) {
    return element("text", words).with("x", across).with("y", down).with("text-anchor", anchor);
  }

  private Html bars(
      String style,
      long most,
      ToLongFunction<DayOfDecisions> until,
      ToLongFunction<DayOfDecisions> from) {
    double step = (double) (WIDTH - LEFT) / days.size();
    double width = Math.max(1, step * 0.8);
    return pieces(
        IntStream.range(0, days.size())
            .filter(i -> until.applyAsLong(days.get(i)) > from.applyAsLong(days.get(i)))
            .mapToObj(i -> {
              double top = height(until.applyAsLong(days.get(i)), most);
              double bottom = height(from.applyAsLong(days.get(i)), most);
              return element("rect", element("title", told(days.get(i))))
                  .with("class", style)
                  .with("x", number(LEFT + i * step + (step - width) / 2))
                  .with("y", number(FOOT - top))
                  .with("width", number(width))
                  .with("height", number(top - bottom));
            }));
  }

  private static double height(long value, long most) {
    return (double) (FOOT - TOP) * value / most;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String told(DayOfDecisions day) {
    return "%s: %s, %s, %s saved"
        .formatted(
            day.day(),
            Words.count(day.hits(), "hit"),
            Words.count(day.runs(), "run"),
            Durations.spoken(day.saved()));
  }
}

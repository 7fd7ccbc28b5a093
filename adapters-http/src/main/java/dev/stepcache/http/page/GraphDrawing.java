package dev.stepcache.http.page;

import static dev.stepcache.http.page.Html.element;
import static dev.stepcache.http.page.Html.pieces;

import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.http.page.GraphLayout.Box;
import dev.stepcache.http.page.GraphLayout.Line;
import dev.stepcache.http.page.GraphLayout.Point;
import dev.stepcache.http.page.Html.Element;
import java.util.List;

/** The step graph as a picture whose steps are links. */
final class GraphDrawing {
  /** A picture of more steps is no help. */
  static final int MOST_STEPS = 150;

  private static final int ROOM_FOR_NAME = 20;
  private static final int WIDE_LETTERS = 0x1100;
  private static final int ARROW = 6;

  private final ExecutionId execution;

  GraphDrawing(ExecutionId execution) {
    this.execution = execution;
  }

  Element of(List<StepLine> steps) {
    GraphLayout layout = GraphLayout.of(steps);
    return element(
            "svg",
            element("g", layout.lines().stream().map(GraphDrawing::line)).with("aria-hidden", true),
            pieces(layout.boxes().stream().map(this::box)))
        .with("class", "graph")
        .with("role", "group")
        .with("aria-label", "Step graph: every step is a link; the table of steps says the same")
        .with("width", layout.width())
        .with("height", layout.height())
        .with("viewBox", "0 0 %d %d".formatted(layout.width(), layout.height()));
  }

  private static Element line(Line line) {
    List<Point> points = line.points();
    StringBuilder path = new StringBuilder(at("M", points.get(0)));
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      int middle = (from.down() + to.down()) / 2;
      path.append(
          i % 2 == 0
              ? at("L", to)
              : "C%d %d %d %d %d %d"
                  .formatted(from.across(), middle, to.across(), middle, to.across(), to.down()));
    }
    Point end = points.get(points.size() - 1);
    path.append(
        "M%d %dL%d %dL%d %d"
            .formatted(
                end.across() - ARROW / 2 - 1,
                end.down() - ARROW,
                end.across(),
                end.down(),
                end.across() + ARROW / 2 + 1,
                end.down() - ARROW));
    boolean untaken = line.to().mark() == Mark.UNTAKEN;
    return element("path").with("class", untaken ? "line untaken" : "line").with("d", path);
  }

  private static String at(String letter, Point point) {
    return "%s%d %d".formatted(letter, point.across(), point.down());
  }

  private Element box(Box box) {
    StepLine step = box.step();
    String label = "%s, %s: %s".formatted(step.name(), step.type(), step.mark().word());
    return element(
            "a",
            element("title", label),
            element("rect")
                .with("x", box.left())
                .with("y", box.top())
                .with("width", GraphLayout.BOX_WIDTH)
                .with("height", GraphLayout.BOX_HEIGHT)
                .with("rx", step.mark() == Mark.HIT ? GraphLayout.BOX_HEIGHT / 2 : 6),
            words("step-name", shortened(step.name().text()), box, 21),
            words("step-mark", step.mark().sign() + " " + step.mark().word(), box, 39))
        .with("href", Address.of(execution, step.name()))
        .with("class", "step " + step.mark().style())
        .with("aria-label", label);
  }

  private static Element words(String style, String words, Box box, int down) {
    return element("text", words)
        .with("class", style)
        .with("x", box.left() + GraphLayout.BOX_WIDTH / 2)
        .with("y", box.top() + down)
        .with("text-anchor", "middle");
  }

  /** As much of a name as there is room for; letters of the East take the room of two. */
  private static String shortened(String name) {
    int room = ROOM_FOR_NAME;
    for (int i = 0; i < name.length(); i = name.offsetByCodePoints(i, 1)) {
      room -= name.codePointAt(i) < WIDE_LETTERS ? 1 : 2;
      if (room < 0) {
        return name.substring(0, i) + "…";
      }
    }
    return name;
  }
}

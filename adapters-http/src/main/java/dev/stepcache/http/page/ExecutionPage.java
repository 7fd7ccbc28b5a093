package dev.stepcache.http.page;

import static dev.stepcache.http.page.Html.element;
import static dev.stepcache.http.page.Html.nothing;
import static dev.stepcache.http.page.Html.pieces;
import static dev.stepcache.http.page.Html.text;

import dev.stepcache.application.json.Durations;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.http.page.Frame.Crumb;
import dev.stepcache.http.page.Frame.Sheet;
import dev.stepcache.http.page.Html.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An execution: how it goes or went, its steps as a picture and as a table. */
final class ExecutionPage {
  private final ExecutionView view;

  private ExecutionPage(ExecutionView view) {
    this.view = view;
  }

  static Sheet sheet(ExecutionView view) {
    ExecutionLine line = view.line();
    return new Sheet(
        "Execution " + line.displayName().orElse(line.id().text()),
        List.of(Crumb.HOME, new Crumb(Address.of(line.pipeline()), line.pipeline().text())),
        Optional.of(progress(view)),
        line.goesOn(),
        new ExecutionPage(view).content());
  }

  /** Where it stands, in one sentence that changes whenever it goes on. */
  private static String progress(ExecutionView view) {
    List<String> counts = new ArrayList<>();
    for (Mark mark : Mark.values()) {
      if (view.count(mark) > 0) {
        counts.add(view.count(mark) + " " + mark.word());
      }
    }
    String steps = Words.count(view.steps().size(), "step");
    return "%s; %s%s"
        .formatted(
            view.line().status().spelling(),
            steps,
            counts.isEmpty() ? "" : ": " + String.join("; ", counts));
  }

  private Html content() {
    return pieces(
        facts(),
        element("h2", "Steps"),
        picture(),
        steps(),
        view.parameters().isEmpty() ? nothing() : parameters());
  }

  private Html facts() {
    ExecutionLine line = view.line();
    return element(
        "dl",
        Words.fact("Status", Words.status(line)),
        fact("Reason", view.failureReason()),
        Words.fact("Pipeline", Words.link(Address.of(line.pipeline()), Html.name(line.pipeline()))),
        Words.fact("Execution", element("code", line.id().text())),
        fact("Definition", view.version().map(version -> "version " + version)),
        fact("Description", view.description()),
        fact("Started by", view.startedBy()),
        Words.fact("Started", Words.instant(line.startedAt())),
        line.completedAt().map(end -> Words.fact("Ended", Words.instant(end))).orElse(nothing()),
        Words.fact("Took", Words.took(line)),
        view.round() == 0
            ? nothing()
            : Words.fact("Retried", text(Words.count(view.round(), "time"))),
        view.count(Mark.HIT) == 0
            ? nothing()
            : Words.fact("Saved by reuse", text(Durations.spoken(view.saved()))));
  }

  private static Html fact(String what, Optional<String> value) {
    return value.map(known -> Words.fact(what, Html.name(known))).orElse(nothing());
  }

  private Html picture() {
    if (view.steps().size() > GraphDrawing.MOST_STEPS) {
      return element(
          "p",
          "The graph is drawn for up to %d steps; these %d are in the table only."
              .formatted(GraphDrawing.MOST_STEPS, view.steps().size()));
    }
    return view.steps().isEmpty()
        ? nothing()
        : Words.scrolled("Step graph", new GraphDrawing(view.line().id()).of(view.steps()));
  }

  private Html steps() {
    return Words.table(
        "Steps, each after those that it waits for",
        List.of("Step", "Type", "Outcome", "Reason", "Why", "Took"),
        view.steps().stream().map(this::row));
  }

  private Element row(StepLine step) {
    return Words.row(
        Words.link(Address.of(view.line().id(), step.name()), Html.name(step.name())),
        Html.name(step.type()),
        Words.mark(step.mark()),
        step.reason().<Html>map(reason -> element("code", reason)).orElse(text("–")),
        why(step),
        step.took().map(took -> text(Durations.spoken(took))).orElse(text("–")));
  }

  private static Html why(StepLine step) {
    Optional<Html> earlier =
        step.earlier().map(from -> text("taken from execution %s".formatted(from)));
    return pieces(
        step.message().<Html>map(Html::name).or(() -> earlier).orElse(text("–")),
        step.failure()
            .<Html>map(failure -> element("div", Html.name(failure)).with("class", "failure"))
            .orElse(nothing()));
  }

  private Html parameters() {
    return pieces(
        element("h2", "Parameters"),
        Words.table(
            "Parameters that it was started with",
            List.of("Name", "Value"),
            view.parameters().entrySet().stream()
                .map(parameter ->
                    Words.row(
                        Html.name(parameter.getKey()),
                        element("pre", CanonicalJson.text(parameter.getValue()))))));
  }
}

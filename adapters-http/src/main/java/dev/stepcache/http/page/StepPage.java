package dev.stepcache.http.page;

import static dev.stepcache.http.page.Html.element;
import static dev.stepcache.http.page.Html.nothing;
import static dev.stepcache.http.page.Html.pieces;
import static dev.stepcache.http.page.Html.text;

import dev.stepcache.application.json.Durations;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.ShownChange;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.http.page.Frame.Crumb;
import dev.stepcache.http.page.Frame.Sheet;
import dev.stepcache.http.page.Html.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A step of an execution: why it was reused or run, and what it handed on. */
final class StepPage {
  private final StepView view;

  private StepPage(StepView view) {
    this.view = view;
  }

  static Sheet sheet(StepView view) {
    ExecutionLine execution = view.execution();
    return new Sheet(
        "Step " + view.line().name(),
        List.of(
            Crumb.HOME,
            new Crumb(Address.of(execution.pipeline()), execution.pipeline().text()),
            new Crumb(
                Address.of(execution.id()),
                "Execution " + execution.displayName().orElse(execution.id().text()))),
        Optional.of(
            "%s of type %s: %s"
                .formatted(view.line().name(), view.line().type(), view.line().mark().word())),
        execution.goesOn(),
        new StepPage(view).content());
  }

  private Html content() {
    return pieces(
        element("h2", "Why"),
        why(),
        element("h2", "How it went"),
        course(),
        log(),
        element("h2", "Outputs"),
        view.outputs().<Html>map(StepPage::json).orElse(element("p", "None are kept.")));
  }

  private Html why() {
    ObjectValue decision = view.decision();
    if (decision.isEmpty()) {
      return element("p", undecided());
    }
    return pieces(
        element(
                "p",
                Words.mark(view.line().mark()),
                text(" "),
                fact(decision, "message")
                    .map(Html::name)
                    .orElse(element("bdi", "its details were deleted")))
            .with("class", "why"),
        element(
            "dl",
            Words.fact(
                "Decision",
                element(
                    "code",
                    fact(decision, "outcome").orElse("")
                        + " "
                        + fact(decision, "reason").orElse(""))),
            instant("Decided", decision, "decidedAt"),
            shown("May be as old as", fact(decision, "expireAfter")),
            shown("Expired before that by", duration(decision, "expiredBy")),
            shown("Signature", fact(decision, "signature")),
            run("Source run", "source"),
            run("Nearest run", "nearest")),
        view.changes().isEmpty() ? nothing() : changes());
  }

  private String undecided() {
    return switch (view.line().mark()) {
      case EARLIER -> "Its result was taken from an earlier execution, without a decision.";
      case UNTAKEN -> "It stands in a branch that was not taken.";
      case WAITING -> "It has not been decided yet.";
      case HIT, MISS, BYPASS, RUNNING, FAILED, STOPPED, NOT_STARTED -> "No decision was made.";
    };
  }

  private Html run(String what, String member) {
    return view.decision()
        .objectMember(member)
        .map(run ->
            pieces(
                shown(what, fact(run, "run")),
                fact(run, "execution")
                    .map(ExecutionId::new)
                    .map(id -> Words.fact("Its execution", execution(id)))
                    .orElse(nothing()),
                instant("It completed", run, "completedAt"),
                shown("Its age then", duration(run, "age"))))
        .orElse(nothing());
  }

  private Html execution(ExecutionId id) {
    return id.equals(view.execution().id()) || view.linked().contains(id)
        ? Words.link(Address.of(id), Html.name(id))
        : pieces(Html.name(id), text(" (no longer kept)"));
  }

  private Html changes() {
    return pieces(
        element("h3", "What changed"),
        Words.table(
            "Attributes that differ from the nearest run",
            List.of("Attribute", "Before", "After"),
            view.changes().stream().map(StepPage::row)));
  }

  private static Element row(ShownChange change) {
    Element attribute = element("code", change.subject());
    return change.isContent()
        ? Words.row(attribute, text("–"), text(change.verb()))
        : Words.row(attribute, value(change.before()), value(change.after()));
  }

  private static Html value(Optional<AttributeValue> value) {
    return value.<Html>map(StepPage::json).orElse(text("absent"));
  }

  private static Element json(AttributeValue value) {
    return element("pre", JsonObject.pretty(value));
  }

  private Html course() {
    StepLine line = view.line();
    return element(
        "dl",
        Words.fact("State", Words.mark(line.mark())),
        Words.fact("Type", Html.name(line.type())),
        line.startedAt().map(at -> Words.fact("Started", Words.instant(at))).orElse(nothing()),
        shown("Took", line.took().map(Durations::spoken)),
        shown("Run", view.run().map(Object::toString)),
        view.attempts() > 1
            ? Words.fact("Tried", text(Words.count(view.attempts(), "time")))
            : nothing(),
        line.earlier().map(id -> Words.fact("Taken from", execution(id))).orElse(nothing()),
        shown("Reason of the failure", line.failure()));
  }

  private Html log() {
    return switch (view.log()) {
      case THERE ->
          element(
              "p",
              Words.link(
                  Address.ofLog(view.execution().id(), view.line().name()),
                  text("What it printed")));
      case NOT_KEPT_HERE -> element("p", "Nothing that it printed is kept here.");
      case NOT_GRANTED ->
          element("p", "What it printed needs a grant of Logs, which you have not.");
    };
  }

  private static Optional<String> fact(ObjectValue of, String member) {
    return of.textMember(member);
  }

  private static Optional<String> duration(ObjectValue of, String member) {
    return fact(of, member).map(Duration::parse).map(Durations::spoken);
  }

  private static Html instant(String what, ObjectValue of, String member) {
    return fact(of, member)
        .map(Instant::parse)
        .map(at -> Words.fact(what, Words.instant(at)))
        .orElse(nothing());
  }

  private static Html shown(String what, Optional<String> value) {
    return value.map(known -> Words.fact(what, Html.name(known))).orElse(nothing());
  }
}

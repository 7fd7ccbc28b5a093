package dev.stepcache.application.json;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What executions tell of a run, and what is left of that when the run is purged (H3). */
public final class RunTraces {
  private static final List<String> LEFT_OF_DECISION =
      List.of("pipeline", "step", "type", "outcome", "reason", "decidedAt");

  /** In decisions, what tells of another run as a whole. */
  private static final List<String> RUNS = List.of("source", "nearest");

  private final StepRun run;
  private final Pattern inMessage;

  public RunTraces(StepRun run) {
    this.run = run;
    this.inMessage = Pattern.compile("\\brun " + Pattern.quote(run.id().text()) + "(?=[ ,]|$)");
  }

  /** How the run's id is spelled within every kept decision that tells of it. */
  public String spelling() {
    String quoted = CanonicalJson.text(AttributeValue.text(run.id().text()));
    return quoted.substring(1, quoted.length() - 1);
  }

  /**
   * What is left of a step: of one that ran as the run, reused it or took it over, how it went; of
   * one that was compared with it or joined it, all but what it tells of that.
   */
  public ExecutedStep erasedFrom(ExecutedStep step) {
    if (isIt(step.run()) || isIt(step.source())) {
      return step.purged(step.decision().map(RunTraces::left));
    }
    ExecutedStep left =
        step.decision()
            .filter(this::isToldOfInDecision)
            .map(decision -> step.withDecision(left(decision)))
            .orElse(step);
    return step.failureReason()
        .filter(this::isToldOfIn)
        .map(reason -> left.withReason(erasedFrom(reason)))
        .orElse(left);
  }

  /** What is left of the reason of an execution; one in which it ran quotes it without its name. */
  public String erasedFrom(String reason, boolean ranThere) {
    return ranThere || isToldOfIn(reason) ? erasedFrom(reason) : reason;
  }

  private String erasedFrom(String reason) {
    String unnamed = inMessage.matcher(reason).replaceAll("a purged run");
    return switch (run) {
      case StepRun.Failed failed -> without(failed.reason(), unnamed);
      case StepRun.Stopped stopped -> without(stopped.reason(), unnamed);
      case StepRun.Executing executing -> unnamed;
      case StepRun.Succeeded succeeded -> unnamed;
    };
  }

  private static String without(String told, String reason) {
    return told.isEmpty() ? reason : reason.replace(told, "purged");
  }

  private boolean isIt(Optional<StepRunId> other) {
    return other.equals(Optional.of(run.id()));
  }

  private boolean isToldOfIn(String text) {
    return inMessage.matcher(text).find();
  }

  private boolean isToldOfInDecision(String decision) {
    ObjectValue document = document(decision);
    return document.textMember("message").filter(this::isToldOfIn).isPresent()
        || RUNS.stream()
            .map(name -> document.objectMember(name).flatMap(told -> told.textMember("run")))
            .anyMatch(Optional.of(run.id().text())::equals);
  }

  private static String left(String decision) {
    JsonObject left = new JsonObject();
    ObjectValue document = document(decision);
    LEFT_OF_DECISION.forEach(name -> left.putValue(name, document.member(name)));
    return left.compact();
  }

  private static ObjectValue document(String decision) {
    return JsonReader.readOwn(decision)
        .asObject()
        .orElseThrow(() -> new IllegalArgumentException("no decision: " + decision));
  }
}

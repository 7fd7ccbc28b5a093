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
   * one that was compared with it, all but the decision.
   */
  public ExecutedStep erasedFrom(ExecutedStep step) {
    if (isIt(step.run()) || isIt(step.source())) {
      return step.purged(step.decision().map(RunTraces::left));
    }
    return step.decision()
        .filter(this::isToldOfIn)
        .map(decision -> step.withDecision(left(decision)))
        .orElse(step);
  }

  /** What is left of the reason of an execution in which a step ran as the run. */
  public String erasedFrom(String reason) {
    return switch (run) {
      case StepRun.Failed failed -> without(failed.reason(), reason);
      case StepRun.Stopped stopped -> without(stopped.reason(), reason);
      case StepRun.Executing executing -> reason;
      case StepRun.Succeeded succeeded -> reason;
    };
  }

  private static String without(String told, String reason) {
    return told.isEmpty() ? reason : reason.replace(told, "purged");
  }

  private boolean isIt(Optional<StepRunId> other) {
    return other.equals(Optional.of(run.id()));
  }

  private boolean isToldOfIn(String decision) {
    ObjectValue document = document(decision);
    return document.textMember("message").filter(text -> inMessage.matcher(text).find()).isPresent()
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

package dev.stepcache.http.page;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Locale;
import java.util.Optional;

/** How a step stands in an execution: in a word, a sign, and the class of its colours. */
enum Mark {
  HIT("hit", "✓"),
  MISS("miss, ran", "▶"),
  BYPASS("bypass, ran", "»"),
  EARLIER("earlier result", "↩"),
  RUNNING("running", "●"),
  FAILED("failed", "✕"),
  STOPPED("stopped", "■"),
  WAITING("waiting", "○"),
  NOT_STARTED("not started", "○"),
  UNTAKEN("branch not taken", "–");

  private final String word;
  private final String sign;

  Mark(String word, String sign) {
    this.word = word;
    this.sign = sign;
  }

  String word() {
    return word;
  }

  String sign() {
    return sign;
  }

  /** The class of the style sheet. */
  String style() {
    return "mark-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The mark of a step that was begun, with its decision if one was made. */
  static Mark of(ExecutedStep step, Optional<ObjectValue> decision) {
    if (step.takenFrom().isPresent()) {
      return EARLIER;
    }
    return switch (step.status()) {
      case EXECUTING -> RUNNING;
      case FAILED -> FAILED;
      case STOPPED -> STOPPED;
      case SUCCEEDED ->
          switch (decision.flatMap(known -> known.textMember("outcome")).orElse("")) {
            case "HIT" -> HIT;
            case "BYPASS" -> BYPASS;
            default -> MISS;
          };
    };
  }

  /** The mark of a step that was not begun. */
  static Mark ofOther(Execution.Status execution, boolean untaken) {
    if (untaken) {
      return UNTAKEN;
    }
    return execution.isTerminal() ? NOT_STARTED : WAITING;
  }
}

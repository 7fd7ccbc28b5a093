package dev.stepcache.cli.output;

import dev.stepcache.application.json.ShownChange;
import dev.stepcache.cli.output.Table.Cell;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A decision document as text: its outcome in a word, its reason in a sentence, what changed. */
public final class DecisionText {
  private static final String ABSENT = "(absent)";
  private static final int LONGEST_VALUE = 48;

  /** How much of what is alike is shown before a difference. */
  private static final int CONTEXT = 8;

  private final Style style;

  public DecisionText(Style style) {
    this.style = style;
  }

  public Cell outcome(ObjectValue decision) {
    return outcome(decision.textMember("outcome").orElse(""));
  }

  Cell outcome(String word) {
    String outcome = word.toLowerCase(Locale.ROOT);
    return switch (outcome) {
      case "hit" -> new Cell(outcome, style::good);
      case "miss" -> new Cell(outcome, style::notable);
      default -> new Cell(outcome, style::faint);
    };
  }

  public Cell message(ObjectValue decision) {
    return new Cell(decision.textMember("message").orElse(""), style::faint);
  }

  public Cell reason(ObjectValue decision) {
    return Cell.plain(decision.textMember("reason").orElse(""));
  }

  /** What changed since the nearest run, a line for each path; none of other decisions. */
  public List<String> changes(ObjectValue decision) {
    Table table = new Table();
    ShownChange.of(decision).forEach(change -> addChange(table, change));
    return table.lines();
  }

  private void addChange(Table table, ShownChange change) {
    Cell subject = new Cell(change.subject(), style::strong);
    if (change.isContent()) {
      table.row(subject, Cell.plain(change.verb()));
      return;
    }
    String old = change.before().map(CanonicalJson::text).orElse(ABSENT);
    String young = change.after().map(CanonicalJson::text).orElse(ABSENT);
    int from = Math.max(0, commonPrefix(old, young) - CONTEXT);
    table.row(subject, Cell.plain(excerpt(old, from) + " -> " + excerpt(young, from)));
  }

  private static int commonPrefix(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }

  /** The part of a long text in which it differs. */
  private static String excerpt(String text, int from) {
    if (text.length() <= LONGEST_VALUE) {
      return text;
    }
    String rest = from == 0 ? text : "..." + text.substring(from);
    return rest.length() <= LONGEST_VALUE ? rest : rest.substring(0, LONGEST_VALUE - 3) + "...";
  }

  /** Everything about one decision. */
  public List<String> lines(ObjectValue decision) {
    List<String> lines = new ArrayList<>();
    lines.add(
        outcome(decision).setting().apply(decision.textMember("outcome").orElse(""))
            + decision.textMember("reason").map(reason -> " " + reason).orElse("")
            + ": "
            + decision.textMember("message").orElse(""));
    changes(decision).forEach(change -> lines.add("  " + change));
    return lines;
  }
}

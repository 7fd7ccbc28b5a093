package dev.stepcache.cli.output;

import dev.stepcache.cli.output.Table.Cell;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A decision document as text: its outcome in a word, its reason in a sentence, what changed. */
public final class DecisionText {
  private static final String INPUTS = "/inputs/";
  private static final String ABSENT = "(absent)";
  private static final int LONGEST_VALUE = 48;

  /** How much of what is alike is shown before a difference. */
  private static final int CONTEXT = 8;

  private final Style style;

  public DecisionText(Style style) {
    this.style = style;
  }

  public Cell outcome(ObjectValue decision) {
    String outcome = decision.textMember("outcome").orElse("").toLowerCase(Locale.ROOT);
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
    List<ObjectValue> changes =
        decision.objectMember("nearest").stream()
            .flatMap(nearest -> nearest.itemsOf("changed").stream())
            .flatMap(change -> change.asObject().stream())
            .toList();
    boolean onlyContents = changes.stream().allMatch(DecisionText::isContent);
    Table table = new Table();
    changes.stream()
        // Where a place itself changed, that its content came or went says nothing more.
        .filter(change -> onlyContents || !isContent(change) || hasBoth(change))
        .forEach(change -> addChange(table, change));
    return table.lines();
  }

  private static boolean isContent(ObjectValue change) {
    return change.textMember("path").orElse("").startsWith(INPUTS);
  }

  private static boolean hasBoth(ObjectValue change) {
    return change.member("before").isPresent() && change.member("after").isPresent();
  }

  private void addChange(Table table, ObjectValue change) {
    String path = change.textMember("path").orElse("");
    Optional<AttributeValue> before = change.member("before");
    Optional<AttributeValue> after = change.member("after");
    if (isContent(change)) {
      // Digests say no more to people than that they differ.
      String place = path.substring(INPUTS.length()).replace("~1", "/").replace("~0", "~");
      String what = before.isEmpty() ? "is new" : after.isEmpty() ? "is gone" : "has changed";
      table.row(new Cell("content of " + place, style::strong), Cell.plain(what));
      return;
    }
    String old = before.map(CanonicalJson::text).orElse(ABSENT);
    String young = after.map(CanonicalJson::text).orElse(ABSENT);
    int from = Math.max(0, commonPrefix(old, young) - CONTEXT);
    table.row(
        new Cell(path, style::strong),
        Cell.plain(excerpt(old, from) + " -> " + excerpt(young, from)));
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

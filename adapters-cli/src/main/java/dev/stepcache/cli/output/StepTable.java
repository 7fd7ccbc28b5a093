package dev.stepcache.cli.output;

import dev.stepcache.cli.output.Table.Cell;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.ArrayList;
import java.util.List;

/** Steps with their decisions, below each what changed. */
public final class StepTable {
  private final Style style;
  private final DecisionText text;
  private final Table table = new Table();
  private final List<List<String>> changes = new ArrayList<>();

  public StepTable(Style style) {
    this.style = style;
    this.text = new DecisionText(style);
  }

  public void add(String name, String type, ObjectValue decision) {
    table.row(
        new Cell(name, style::strong),
        new Cell(type, style::faint),
        text.outcome(decision),
        text.message(decision));
    changes.add(text.changes(decision));
  }

  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> rows = table.lines();
    for (int i = 0; i < rows.size(); i++) {
      lines.add(rows.get(i));
      changes.get(i).forEach(change -> lines.add("    " + change));
    }
    return lines;
  }
}

package dev.stepcache.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows of cells in aligned columns, two spaces apart, without trailing space. */
public final class Table {
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A text and how it is set; the setting takes no room. */
  public record Cell(String text, UnaryOperator<String> setting) {
    public static Cell plain(String text) {
      return new Cell(text, UnaryOperator.identity());
    }
  }

  public void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public List<String> lines() {
    List<Integer> widths = new ArrayList<>();
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = width(row.get(i).text());
        if (i == widths.size()) {
          widths.add(width);
        } else if (widths.get(i) < width) {
          widths.set(i, width);
        }
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<Cell> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    int pending = 0;
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      if (!cell.text().isEmpty()) {
        line.append(" ".repeat(pending)).append(cell.setting().apply(cell.text()));
        pending = 0;
      }
      pending += widths.get(i) - width(cell.text()) + 2;
    }
    return line.toString();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}

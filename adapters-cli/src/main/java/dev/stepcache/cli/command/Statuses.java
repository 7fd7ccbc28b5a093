package dev.stepcache.cli.command;

import dev.stepcache.cli.output.Style;
import dev.stepcache.cli.output.Table.Cell;

/** How a status is set. */
final class Statuses {
  private Statuses() {}

  static Cell cell(String status, Style style) {
    if (status.equals("Succeeded")) {
      return new Cell(status, style::good);
    }
    return status.startsWith("Failed")
        ? new Cell(status, style::bad)
        : new Cell(status, style::notable);
  }
}

package dev.stepcache.cli.runner;

import java.util.ArrayList;
import java.util.List;

/** Rows of comma-separated values. Columns are kept as they are written, quotes included. */
final class Csv {
  private Csv() {}

  static List<String> columns(String row) {
    List<String> columns = new ArrayList<>();
    boolean quoted = false;
    int begin = 0;
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        columns.add(row.substring(begin, i));
        begin = i + 1;
      }
    }
    columns.add(row.substring(begin));
    return columns;
  }

  static String row(List<String> columns) {
    return String.join(",", columns);
  }
}

package dev.stepcache.benchmarks;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.stepcache.benchmarks.SideBySide.Ratio;
import dev.stepcache.benchmarks.SideBySide.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Figures in Markdown, each printed as soon as it is known, and kept in a file for the page of
 * results.
 */
final class Table {
  private static final Path PAGE = Path.of("target", "results.md");

  private static Part last = Part.TITLE;

  private enum Part {
    TITLE,
    NOTE,
    ROW
  }

  private Table() {}

  /** Begins the file anew. */
  static void begin() throws IOException {
    Files.deleteIfExists(PAGE);
  }

  static void chapter(String title) {
    print("");
    print("## " + title);
    print("");
    last = Part.TITLE;
  }

  static void note(String text) {
    if (last == Part.ROW) {
      print("");
    }
    print("- " + text);
    last = Part.NOTE;
  }

  /** One call against another, by the names under which they were measured. */
  static void line(Times times, String name, String beside) {
    line(times, name, beside, "");
  }

  /** The same, with what is to be reached: at most that ratio, or that time. */
  static void line(Times times, String name, String beside, String target) {
    if (last == Part.NOTE) {
      print("");
    }
    if (last != Part.ROW) {
      row("", "takes", "beside", "takes", "ratio", "least", "most", "target");
      row("---", "--:", "---", "--:", "--:", "--:", "--:", "--:");
      last = Part.ROW;
    }
    Ratio ratio = times.ratio(name, beside);
    row(
        name,
        time(times.nanos(name)),
        beside,
        time(times.nanos(beside)),
        number(ratio.median()),
        number(ratio.least()),
        number(ratio.most()),
        target);
  }

  private static void row(Object... cells) {
    print("| %-27s | %8s | %-28s | %8s | %5s | %5s | %5s | %8s |".formatted(cells));
  }

  private static void print(String line) {
    System.out.println(line);
    try {
      Files.writeString(PAGE, line + "\n", CREATE, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String time(double nanos) {
    return nanos < 1e6
        ? number(nanos / 1e3) + " us"
        : nanos < 1e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
  }

  /** In about three digits. */
  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }
}

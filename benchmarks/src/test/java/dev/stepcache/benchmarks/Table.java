package dev.stepcache.benchmarks;

import dev.stepcache.benchmarks.SideBySide.Ratio;
import dev.stepcache.benchmarks.SideBySide.Times;
import java.util.Locale;

/** Figures in lines, each printed as soon as it is known. */
final class Table {
  private Table() {}

  static void chapter(String title) {
    System.out.println();
    System.out.println(title);
    line("", "takes", "beside", "takes", "ratio", "least", "most");
  }

  static void note(String text) {
    System.out.println("  " + text);
  }

  /** One call against another, by the names under which they were measured. */
  static void line(Times times, String name, String beside) {
    Ratio ratio = times.ratio(name, beside);
    line(
        name,
        time(times.nanos(name)),
        beside,
        time(times.nanos(beside)),
        number(ratio.median()),
        number(ratio.least()),
        number(ratio.most()));
  }

  private static void line(
      String name,
      String time,
      String beside,
      String itsTime,
      String ratio,
      String least,
      String most) {
    System.out.println(
        "  %-27s%9s  %-30s%9s  %6s %6s %6s"
            .formatted(name, time, beside, itsTime, ratio, least, most));
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

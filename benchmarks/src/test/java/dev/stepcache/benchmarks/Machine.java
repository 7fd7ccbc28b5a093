package dev.stepcache.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** What measures, when, and by which command. */
final class Machine {
  private Machine() {}

  static void print(String[] chapters) throws IOException {
    Table.note(
        "`benchmarks/run%s` on %s"
            .formatted(
                Stream.of(chapters).map(chapter -> " " + chapter).reduce("", String::concat),
                LocalDate.now(ZoneOffset.UTC)));
    Table.note("stepcache at " + System.getProperty("benchmarks.commit", "no known commit"));
    Table.note("Java %s of %s".formatted(Runtime.version(), System.getProperty("java.vendor")));
    Table.note(
        "%s %s, %d processors%s, %d GiB of memory"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize()
                    >> 30));
  }

  /** Its name, where Linux tells it. */
  private static String processor() throws IOException {
    Path told = Path.of("/proc/cpuinfo");
    if (!Files.exists(told)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(told)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceFirst(".*: ", " of "))
          .findFirst()
          .orElse("");
    }
  }
}

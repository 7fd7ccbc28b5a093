package dev.stepcache.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Measures the chapters that it is told to, or all, and prints their figures. */
public final class Benchmarks {
  private static final List<String> ALL =
      List.of(
          "start",
          "signature",
          "decision",
          "sqlite",
          "mysql",
          "large",
          "recording",
          "storage",
          "prune",
          "transfer",
          "pipeline",
          "memory",
          "peers",
          "http");

  private Benchmarks() {}

  public static void main(String[] chapters) throws Exception {
    Path folder = Path.of(System.getProperty("benchmarks.folder", "target/measuring"));
    Table.begin();
    Machine.print(chapters);
    for (String chapter : chapters.length == 0 ? ALL : List.of(chapters)) {
      Path itsFolder = Files.createDirectories(folder.resolve(chapter).toAbsolutePath());
      try {
        measure(chapter, itsFolder);
      } finally {
        delete(itsFolder);
      }
    }
  }

  private static void measure(String chapter, Path folder) throws Exception {
    switch (chapter) {
      case "start" -> ColdStart.measure(folder);
      case "signature" -> Signatures.measure();
      case "decision" -> DecisionsInMemory.measure();
      case "sqlite" -> Decisions.onSqlite(folder, sizes());
      case "mysql" -> Decisions.onMySql(folder, sizes());
      case "large" -> {
        LongHistories.onSqlite(folder, many());
        LongHistories.onMySql(many());
      }
      case "recording" -> {
        Recordings.onSqlite(folder);
        Recordings.onMySql();
      }
      case "storage" -> {
        Storage.onSqlite(folder);
        Storage.onMySql();
      }
      case "prune" -> {
        Prunings.onSqlite(folder, many());
        Prunings.onMySql(many());
      }
      case "transfer" -> Transfers.measure(folder, many());
      case "pipeline" -> WholePipeline.measure(folder);
      case "memory" -> LongPipeline.measure(folder);
      case "peers" -> Peers.measure(folder);
      case "http" -> HttpLookups.measure(folder);
      default ->
          throw new IllegalArgumentException(
              "no chapter \"%s\": there are %s".formatted(chapter, String.join(", ", ALL)));
    }
  }

  /** How many runs the histories have. */
  private static List<Integer> sizes() {
    String sizes = System.getProperty("benchmarks.runs", "10000,200000");
    return Arrays.stream(sizes.split(",")).map(Integer::valueOf).toList();
  }

  /** How many runs a long history has. */
  private static int many() {
    return Integer.getInteger("benchmarks.many", 1_000_000);
  }

  private static void delete(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

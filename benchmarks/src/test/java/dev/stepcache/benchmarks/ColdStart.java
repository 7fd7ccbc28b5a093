package dev.stepcache.benchmarks;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.persistence.jooq.RunHistories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;

/** A whole process of the launcher that decides once, beside the least that a JVM can do. */
final class ColdStart {
  private static final int RUNS = 10_000;

  private ColdStart() {}

  static void measure(Path folder) throws Exception {
    Table.chapter("Cold start, in a history of %,d runs".formatted(RUNS));
    String url = "jdbc:sqlite:" + folder.resolve("history.db");
    Past past = new Past();
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      history.importAll(past.records(RUNS));
    }
    Past.Asked asked = past.known(new Random(3));
    Files.writeString(folder.resolve("step.json"), asked.json());
    Launcher launcher = new Launcher(folder);
    launcher.warmUp();
    // With --exit-code anything but a hit would be told.
    String lookup =
        "lookup --exit-code --history jdbc:sqlite:history.db --pipeline %s step.json"
            .formatted(asked.pipeline());
    SideBySide.Times times =
        new SideBySide()
            .with("stepcache lookup, a hit", () -> launcher.stepcache(lookup))
            .with("java -version", launcher::javaVersion)
            .measure(Duration.ofSeconds(2), 7, 5);
    Table.line(times, "stepcache lookup, a hit", "java -version", "<= 6");
  }
}

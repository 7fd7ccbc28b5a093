package dev.stepcache.benchmarks;

import static java.util.stream.Collectors.joining;

import dev.stepcache.benchmarks.SideBySide.Times;
import dev.stepcache.persistence.jooq.RunHistories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.IntStream;

/**
 * Executions of one pipeline, each a process: with a run of every step to reuse, beside the first.
 */
final class WholePipeline {
  private static final int WIDTH = 20;
  private static final int LAYERS = 50;
  private static final int STEPS = WIDTH * LAYERS;
  private static final int ROUNDS = 5;

  private static final String REUSED = "every step reused";
  private static final String RUN = "every step run";

  private final Launcher launcher;
  private final Path folder;
  private int copies;

  private WholePipeline(Launcher launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  static void measure(Path folder) throws Exception {
    Table.chapter("A pipeline of %,d simulated steps, %d wide".formatted(STEPS, WIDTH));
    Files.writeString(folder.resolve("pipeline.json"), definition());
    Launcher launcher = new Launcher(folder);
    launcher.warmUp();
    new WholePipeline(launcher, folder).measure();
  }

  private void measure() throws Exception {
    String empty = "jdbc:sqlite:" + folder.resolve("empty.db");
    RunHistories.open(empty, InstantSource.system()).close();
    String known = copyOfEmpty();
    execute(known, 0);
    Times times =
        new SideBySide()
            .with(RUN, () -> execute(copyOfEmpty(), 0))
            .with(REUSED, () -> execute(known, STEPS))
            .measure(Duration.ZERO, ROUNDS, 1);
    Table.line(times, REUSED, RUN);
    Table.note(
        "a step: reused %s, run %s"
            .formatted(
                Table.time(times.nanos(REUSED) / STEPS), Table.time(times.nanos(RUN) / STEPS)));
  }

  /** A history of its own; its tables are there already, which only the very first run makes. */
  private String copyOfEmpty() throws Exception {
    String file = "history-" + copies++ + ".db";
    Files.copy(folder.resolve("empty.db"), folder.resolve(file));
    return "jdbc:sqlite:" + file;
  }

  private String execute(String history, int hits) throws Exception {
    String said =
        launcher.stepcache(
            "run --runner simulate --history %s --pipeline wide pipeline.json".formatted(history));
    if (!said.contains("%d of %d steps reused".formatted(hits, STEPS))) {
      throw new IllegalStateException("not %d hits: %s".formatted(hits, said));
    }
    return said;
  }

  private static String definition() {
    String steps =
        IntStream.range(0, STEPS).mapToObj(i -> step(i / WIDTH, i % WIDTH)).collect(joining(",\n"));
    return """
    {"Version": "2020-12-01", "Metadata": {}, "Parameters": [], "Steps": [%s]}
    """
        .formatted(steps);
  }

  /** It reads what the step above it and that one's neighbour made. */
  private static String step(int layer, int column) {
    return """
    {"Name": "%s", "Type": "Training",
     "Arguments": {
      "AlgorithmSpecification": {"TrainingImage": "xgboost:1.7-1", "TrainingInputMode": "File"},
      "HyperParameters": {"eta": "0.%d", "gamma": "4", "max_depth": "5", "num_round": "50"},
      "InputDataConfig": [
       {"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": %s}}},
       {"ChannelName": "validation", "DataSource": {"S3DataSource": {"S3Uri": %s}}}]},
     "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}\
    """
        .formatted(
            name(layer, column),
            1 + column,
            input(layer, column),
            input(layer, (column + 1) % WIDTH));
  }

  private static String input(int layer, int column) {
    return layer == 0
        ? "\"s3://bucket/part-%d\"".formatted(column)
        : "{\"Get\": \"Steps.%s.ModelArtifacts.S3ModelArtifacts\"}"
            .formatted(name(layer - 1, column));
  }

  private static String name(int layer, int column) {
    return "step-%d-%d".formatted(layer, column);
  }
}

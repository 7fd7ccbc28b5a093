package dev.stepcache.benchmarks;

import static java.util.stream.Collectors.joining;

import dev.stepcache.benchmarks.Launcher.Ended;
import dev.stepcache.benchmarks.SideBySide.Times;
import dev.stepcache.persistence.jooq.RunHistories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.IntStream;

/**
 * Executions of 10,000 steps, the longest definition that there may be, in a small heap: of all
 * steps anew, each of which starts a process, and of none.
 */
final class LongPipeline {
  private static final int WIDTH = 500;
  private static final int STEPS = 20 * WIDTH;
  private static final int STEP_BYTES = 1_000;
  private static final int AT_ONCE = 8;
  private static final int ROUNDS = 1;
  private static final String HEAP = "256m";

  private static final String RUN = "every step run";
  private static final String REUSED = "every step reused";
  private static final String BARE = "the programs alone";

  private final Launcher launcher;
  private final Path folder;
  private final String known;
  private int copies;
  private long peakOfRun;
  private long peakOfReuse;

  private LongPipeline(Launcher launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
    this.known = emptyHistory();
  }

  static void measure(Path folder) throws Exception {
    Table.chapter(
        "A pipeline of %,d steps that run `true`, %d wide, %d at once, in %s of heap"
            .formatted(STEPS, WIDTH, AT_ONCE, HEAP));
    Files.writeString(folder.resolve("pipeline.json"), definition());
    Files.writeString(
        folder.resolve("stepcache.json"),
        "{\"types\": {\"Processing\": {\"command\": [\"true\"]}}}");
    Launcher launcher = new Launcher(folder);
    launcher.warmUp();
    new LongPipeline(launcher, folder).measure();
  }

  private void measure() throws Exception {
    execute(known, 0);
    Times times =
        new SideBySide()
            .with(RUN, this::runAll)
            .with(REUSED, this::reuseAll)
            .with(BARE, () -> launcher.repeat("true", STEPS, AT_ONCE))
            .measure(Duration.ZERO, ROUNDS, 1);
    Table.line(times, RUN, BARE, "ends");
    Table.line(times, REUSED, RUN, "ends");
    Table.note(
        "most memory of the process: %d MiB when every step runs, %d MiB when every step is reused"
            .formatted(peakOfRun >> 10, peakOfReuse >> 10));
  }

  private String emptyHistory() {
    String history = "jdbc:sqlite:" + folder.resolve("history-%d.db".formatted(copies++));
    RunHistories.open(history, InstantSource.system()).close();
    return history;
  }

  private String runAll() throws Exception {
    Ended ended = execute(emptyHistory(), 0);
    peakOfRun = Math.max(peakOfRun, ended.peak());
    return ended.said();
  }

  private String reuseAll() throws Exception {
    Ended ended = execute(known, STEPS);
    peakOfReuse = Math.max(peakOfReuse, ended.peak());
    return ended.said();
  }

  private Ended execute(String history, int hits) throws Exception {
    Ended ended =
        launcher.stepcacheInHeap(
            HEAP,
            "run --max-parallel %d --history %s --pipeline long pipeline.json"
                .formatted(AT_ONCE, history));
    if (!ended.said().contains("%d of %d steps reused".formatted(hits, STEPS))) {
      throw new IllegalStateException("not %d hits: %s".formatted(hits, ended.said()));
    }
    return ended;
  }

  private static String definition() {
    return IntStream.range(0, STEPS)
        .mapToObj(LongPipeline::step)
        .collect(joining(",\n", "{\"Steps\": [", "]}"));
  }

  private static String step(int number) {
    String after = number < WIDTH ? "" : "\"s%d\"".formatted(number - WIDTH);
    String step =
        """
        {"Name": "s%d", "Type": "Processing", "DependsOn": [%s],
         "Arguments": {"AppSpecification": {"ImageUri": "image"}, "Environment": {"N": "%d", "FILL": "..."}},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}\
        """
            .formatted(number, after, number);
    return step.replace("...", "x".repeat(STEP_BYTES - step.length()));
  }
}

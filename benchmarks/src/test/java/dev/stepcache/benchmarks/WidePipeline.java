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
 * An execution of 5,000 steps that start a process each, in a heap that is far too small for all.
 */
final class WidePipeline {
  private static final int WIDTH = 500;
  private static final int STEPS = 10 * WIDTH;
  private static final int AT_ONCE = 8;
  private static final int ROUNDS = 3;

  private static final String RUN = "every step run";
  private static final String BARE = "the programs alone";

  private final Launcher launcher;
  private final Path folder;
  private int copies;

  private WidePipeline(Launcher launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  static void measure(Path folder) throws Exception {
    Table.chapter(
        "A pipeline of %,d steps that run `true`, %d wide, %d at once, in %s of heap"
            .formatted(STEPS, WIDTH, AT_ONCE, Launcher.SMALL_HEAP));
    Files.writeString(folder.resolve("pipeline.json"), definition());
    Files.writeString(
        folder.resolve("stepcache.json"),
        "{\"types\": {\"Processing\": {\"command\": [\"true\"]}}}");
    Launcher launcher = new Launcher(folder);
    launcher.warmUp();
    new WidePipeline(launcher, folder).measure();
  }

  private void measure() throws Exception {
    Times times =
        new SideBySide()
            .with(RUN, this::execute)
            .with(BARE, () -> launcher.repeat("true", STEPS, AT_ONCE))
            .measure(Duration.ZERO, ROUNDS, 1);
    Table.line(times, RUN, BARE);
    Table.note(
        "a step: %s, of which its program %s"
            .formatted(
                Table.time(times.nanos(RUN) / STEPS), Table.time(times.nanos(BARE) / STEPS)));
  }

  private String execute() throws Exception {
    String history = "jdbc:sqlite:" + folder.resolve("history-%d.db".formatted(copies++));
    RunHistories.open(history, InstantSource.system()).close();
    String said =
        launcher.stepcacheInSmallHeap(
            "run --max-parallel %d --history %s --pipeline wide pipeline.json"
                .formatted(AT_ONCE, history));
    if (!said.contains("0 of %d steps reused".formatted(STEPS))) {
      throw new IllegalStateException("not all ran: " + said);
    }
    return said;
  }

  private static String definition() {
    return IntStream.range(0, STEPS)
        .mapToObj(WidePipeline::step)
        .collect(joining(",\n", "{\"Steps\": [", "]}"));
  }

  private static String step(int number) {
    String after = number < WIDTH ? "" : "\"s%d\"".formatted(number - WIDTH);
    return """
    {"Name": "s%d", "Type": "Processing", "DependsOn": [%s],
     "Arguments": {"AppSpecification": {"ImageUri": "image"}, "Environment": {"N": "%d"}},
     "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}\
    """
        .formatted(number, after, number);
  }
}

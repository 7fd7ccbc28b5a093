package dev.stepcache.benchmarks;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * One graph of 3,270 tasks, 300 wide and 11 deep, each of which depends on 30 of the layer above,
 * as several tools want it told. It needs nothing but the JDK, so that it can be written out alone:
 *
 * <pre>java benchmarks/src/test/java/dev/stepcache/benchmarks/TaskGraph.java FOLDER</pre>
 */
public final class TaskGraph {
  static final int TASKS = 3_270;
  static final int WIDTH = 300;
  static final int DEPENDENCIES = 30;

  private TaskGraph() {}

  /** Writes it out for every tool, into folders named after them. */
  public static void main(String[] folder) throws IOException {
    Path in = Path.of(folder[0]);
    forStepcache(in.resolve("stepcache"));
  }

  /** The tasks that no other depends on; all others are needed for them. */
  static List<String> last() {
    return IntStream.range(TASKS / WIDTH * WIDTH, TASKS).mapToObj(TaskGraph::name).toList();
  }

  /** A definition whose steps read what 30 others made; a shell makes it. */
  static void forStepcache(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("pipeline.json"),
        """
        {"Version": "2020-12-01", "Metadata": {}, "Parameters": [], "Steps": [
        %s]}
        """
            .formatted(each(TaskGraph::step, ",\n")));
    Files.writeString(
        folder.resolve("stepcache.json"),
        """
        {"types": {"Training": {"command": ["sh", "-c",
          "echo '{\\"ModelArtifacts\\": {\\"S3ModelArtifacts\\": \\"made\\"}}' >$STEPCACHE_OUTPUTS"]}}}
        """);
  }

  private static String step(int task) {
    return """
    {"Name": "%s", "Type": "Training",
     "Arguments": {
      "AlgorithmSpecification": {"TrainingImage": "image", "TrainingInputMode": "File"},
      "HyperParameters": {"number": "%d"%s}},
     "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}\
    """
        .formatted(
            name(task),
            task,
            dependencies(
                of ->
                    ", \"%s\": {\"Get\": \"Steps.%1$s.ModelArtifacts.S3ModelArtifacts\"}"
                        .formatted(of),
                "",
                task));
  }

  private static String each(IntFunction<String> told, String between) {
    return IntStream.range(0, TASKS).mapToObj(told).collect(joining(between));
  }

  /** Spread over the layer above, so that nothing of it is left out by the last layer. */
  private static String dependencies(Function<String, String> told, String between, int task) {
    int above = task / WIDTH * WIDTH - WIDTH;
    return IntStream.range(0, above < 0 ? 0 : DEPENDENCIES)
        .map(i -> above + (task + i * (WIDTH / DEPENDENCIES)) % WIDTH)
        .mapToObj(TaskGraph::name)
        .map(told)
        .collect(joining(between));
  }

  private static String name(int task) {
    return "task-%d-%d".formatted(task / WIDTH, task % WIDTH);
  }
}

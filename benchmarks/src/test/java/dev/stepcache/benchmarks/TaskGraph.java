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
    forTurbo(in.resolve("turbo"));
    forNx(in.resolve("nx"));
    forSnakemake(in.resolve("snakemake"));
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

  /** One package whose tasks turbo calls scripts. */
  static void forTurbo(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("package.json"),
        """
        {"name": "graph", "private": true, "packageManager": "npm@11.0.0", "scripts": {
        %s}}
        """
            .formatted(each(task -> "\"%s\": \"true\"".formatted(name(task)), ",\n")));
    Files.writeString(
        folder.resolve("package-lock.json"),
        """
        {"name": "graph", "lockfileVersion": 3, "packages": {"": {"name": "graph"}}}
        """);
    Files.writeString(
        folder.resolve("turbo.json"),
        """
        {"tasks": {
        %s}}
        """
            .formatted(
                each(
                    task ->
                        "\"%s\": {\"outputs\": [], \"dependsOn\": [%s]}"
                            .formatted(name(task), dependencies("\"%s\""::formatted, ", ", task)),
                    ",\n")));
  }

  /** One project whose tasks nx calls targets. */
  static void forNx(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("nx.json"), "{\"analytics\": false}\n");
    Files.writeString(
        folder.resolve("package.json"),
        """
        {"name": "graph", "private": true}
        """);
    Files.writeString(
        folder.resolve("project.json"),
        """
        {"name": "graph", "targets": {
        %s}}
        """
            .formatted(each(TaskGraph::target, ",\n")));
  }

  private static String target(int task) {
    return """
    "%s": {"executor": "nx:run-commands", "options": {"command": "true"}, "cache": true,
     "inputs": ["{projectRoot}/package.json"], "outputs": [], "dependsOn": [%s]}\
    """
        .formatted(name(task), dependencies("\"%s\""::formatted, ", ", task));
  }

  /** One rule for all tasks, each of which makes a file. */
  static void forSnakemake(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("Snakefile"),
        """
        def above(task):
            layer, column = int(task.layer), int(task.column)
            if layer == 0:
                return []
            return [f"task-{layer - 1}-{(column + i * %d) %% %d}" for i in range(%d)]

        rule task:
            input: above
            output: "task-{layer}-{column}"
            shell: "touch {output}"
        """
            .formatted(WIDTH / DEPENDENCIES, WIDTH, DEPENDENCIES));
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

package dev.stepcache.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.cli.bootstrap.Shell.Answer;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README, which really computes; in containers too (X3). */
class AbaloneTest {
  private static final Path EXAMPLE = Path.of("../examples/abalone");

  @TempDir Path folder;

  @Test
  void the_example_computes_once_and_again_only_what_changed() throws IOException {
    copy(EXAMPLE, folder.resolve("abalone"));
    Shell shell = new Shell(folder);

    assertThat(outcomes(shell))
        .containsAllEntriesOf(
            Map.of("AbaloneProcess", "MISS", "AbaloneTrain", "MISS", "AbaloneTransform", "MISS"));
    assertThat(outcomes(shell).values()).containsOnly("HIT", "BYPASS");
    assertThat(outcomes(shell, "-p", "TrainingInstanceType=ml.c5.4xlarge").values())
        .containsOnly("HIT", "BYPASS");

    Answer eta = run(shell, "-p", "Eta=0.2");
    assertThat(outcomes(eta))
        .containsEntry("AbaloneProcess", "HIT")
        .containsEntry("AbaloneTrain", "MISS")
        .containsEntry("AbaloneEvaluate", "MISS");
    assertThat(eta.out()).contains("\"path\": \"/Arguments/HyperParameters/eta\"");

    Files.writeString(
        folder.resolve("abalone/code/train/Train.java"), "// edited\n", StandardOpenOption.APPEND);
    assertThat(outcomes(shell))
        .containsEntry("AbaloneProcess", "HIT")
        .containsEntry("AbaloneTrain", "MISS")
        .containsEntry("AbaloneEvaluate", "MISS")
        .containsEntry("AbaloneTransform", "MISS");
  }

  @Test
  @Tag("podman")
  void X3_the_example_computes_in_containers_of_its_own_image() throws Exception {
    copy(EXAMPLE, folder.resolve("abalone"));
    Shell shell = new Shell(folder);
    String image = "localhost/stepcache-test:abalone";
    Process build =
        new ProcessBuilder(EXAMPLE.resolve("image/build").toAbsolutePath().toString(), image)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("build.log").toFile())
            .start();
    assertThat(build.waitFor()).as(Files.readString(folder.resolve("build.log"))).isZero();
    String[] options = {
      "--runner", "container", "-p", "JavaImage=" + image, "-p", "ProcessingInstanceCount=2"
    };

    Answer first = run(shell, options);
    assertThat(first.err())
        .contains(
            "step AbaloneProcess: its InstanceCount is 2, and one instance does the work here");
    assertThat(outcomes(first))
        .containsAllEntriesOf(
            Map.of("AbaloneProcess", "MISS", "AbaloneTrain", "MISS", "AbaloneTransform", "MISS"));
    assertThat(outcomes(shell, options).values()).containsOnly("HIT", "BYPASS");
    // Who runs a step does not count: a local process finds what a container made.
    assertThat(outcomes(shell, "-p", "JavaImage=" + image).values()).containsOnly("HIT", "BYPASS");
  }

  private static Answer run(Shell shell, String... options) {
    List<String> words =
        new ArrayList<>(List.of("run", "abalone/pipeline.json", "--output", "json"));
    words.addAll(List.of(options));
    Answer answer = shell.stepcache(words.toArray(String[]::new));
    assertThat(answer.exitCode()).as(answer.err() + answer.out()).isZero();
    return answer;
  }

  private static Map<String, String> outcomes(Shell shell, String... options) {
    return outcomes(run(shell, options));
  }

  private static Map<String, String> outcomes(Answer answer) {
    Map<String, String> outcomes = new TreeMap<>();
    answer.json().itemsOf("steps").stream()
        .map(ObjectValue.class::cast)
        .forEach(step ->
            outcomes.put(Shell.textOf(step, "name"), Shell.textOf(step, "decision", "outcome")));
    return outcomes;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}

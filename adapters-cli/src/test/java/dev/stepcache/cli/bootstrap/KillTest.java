package dev.stepcache.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** X9: kill -9 at any instant. */
class KillTest {
  private static final int KILLS = 20;
  private static final int STEPS = 5;

  @TempDir Path folder;

  @Test
  void X9_a_killed_run_loses_nothing_it_reported_and_the_next_run_works() throws Exception {
    Shell shell = new Shell(folder);
    shell.write("p.json", definition());
    shell.write(
        "stepcache.json", "{\"types\": {\"Processing\": {\"command\": [\"sleep\", \"0.03\"]}}}");
    SplittableRandom random = new SplittableRandom(7);

    for (int round = 0; round < KILLS; round++) {
      String seed = "Seed=" + round;
      Path output = folder.resolve("output");
      Process killed =
          new ProcessBuilder(CliProcess.command("run", "p.json", "-p", seed))
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      awaitBeginning(killed, output);
      killed.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
      killed.destroyForcibly().waitFor();

      for (String[] reported : reportedSuccesses(output)) {
        assertThat(runs(shell))
            .as("round %d: %s of execution %s", round, reported[1], reported[0])
            .anyMatch(run -> isSuccessOf(run, reported[0], reported[1]));
      }
      Shell.Answer again = shell.stepcache("run", "p.json", "-p", seed, "--output", "json");
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(again.json().itemsOf("steps")).hasSize(STEPS);
    }
    assertThat(shell.stepcache("executions", "p", "--output", "json").json().itemsOf("executions"))
        .hasSizeGreaterThan(KILLS);
  }

  private static String definition() {
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      steps.add(
          """
          {"Name": "s%d", "Type": "Processing",
           "Arguments": {"AppSpecification": {"ImageUri": "i"}, "Environment": {"SEED": {"Get": "Parameters.Seed"}}},
           "CacheConfig": {"Enabled": true, "ExpireAfter": "P1D"}}\
          """
              .formatted(i));
    }
    return "{\"Parameters\": [{\"Name\": \"Seed\", \"Type\": \"String\"}], \"Steps\": [%s]}"
        .formatted(String.join(",", steps));
  }

  /** Some kills shall come early, but most while steps run. */
  private static void awaitBeginning(Process process, Path output) throws Exception {
    while (process.isAlive() && Files.size(output) == 0) {
      Thread.sleep(2);
    }
  }

  /**
   * Executions and steps whose lines were whole: a step's line is written after its run is kept.
   */
  private static List<String[]> reportedSuccesses(Path output) throws Exception {
    String text = Files.readString(output);
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    List<String[]> reported = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("s") && line.contains(" miss ")) {
        String execution = lines.getFirst().substring("execution ".length());
        reported.add(new String[] {execution, line.substring(0, line.indexOf(' '))});
      }
    }
    return reported;
  }

  private static List<ObjectValue> runs(Shell shell) {
    return shell.stepcache("history", "p", "--output", "json").json().itemsOf("runs").stream()
        .map(ObjectValue.class::cast)
        .toList();
  }

  private static boolean isSuccessOf(ObjectValue run, String execution, String step) {
    return Shell.textOf(run, "execution").equals(execution)
        && Shell.textOf(run, "step").equals(step)
        && Shell.textOf(run, "status").equals("Succeeded");
  }
}

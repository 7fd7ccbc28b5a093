package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * X9: kill -9 at twenty instants of the life of each command that writes: the history opens, what
 * was reported is kept, nothing is half written, and the next command works. Of run: KillTest.
 */
@Timeout(value = 300, unit = SECONDS)
class KilledCommandsTest {
  private static final int KILLS = 20;
  private static final String NOON = "2026-01-31T12:00:00Z";

  @TempDir Path folder;
  private Shell shell;
  private final List<String> kept = new ArrayList<>();
  private final List<Process> started = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(11);

  @BeforeEach
  void history() {
    shell = new Shell(folder);
    kept.add(shell.recorded(NOON));
  }

  @AfterEach
  void end() {
    started.forEach(process -> {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    });
  }

  /** What becomes of a command that is killed. */
  private interface Killed {
    /** What is called, after whatever it needs was made. */
    String[] words(int round) throws Exception;

    /** Looks at what is left; the words that were said tell what was reported. */
    void look(int round, String said) throws Exception;
  }

  @Test
  void X9_record() throws Exception {
    killTwentyTimes(
        new Killed() {
          @Override
          public String[] words(int round) {
            return new String[] {"record", "--pipeline", "p", "step.json", "--status", "Succeeded"};
          }

          @Override
          public void look(int round, String said) {
            said.lines().forEach(kept::add);
          }
        });
  }

  @Test
  void X9_exec() throws Exception {
    killTwentyTimes(
        new Killed() {
          @Override
          public String[] words(int round) {
            shell.write("step.json", Shell.STEP.replace("0.1", "eta-" + round));
            return exec("out-" + round);
          }

          @Override
          public void look(int round, String said) throws Exception {
            Path outputs = shell.path("out-" + round);
            boolean isKept = textOf(shell.lookup(), "reason").equals("REUSED");
            assertThat(!isKept || Files.exists(outputs)).isTrue();
            // The hit is written whole, the next run works, whatever the killed one left.
            assertThat(shell.stepcache(exec("again")).exitCode()).isZero();
            assertThat(Files.readString(shell.path("again")).strip()).isEqualTo("{}");
          }
        });
  }

  private static String[] exec(String outputs) {
    String script = "echo '{}' > \"$STEPCACHE_OUTPUTS\"";
    return new String[] {
      "exec", "--pipeline", "p", "step.json", "--outputs", outputs, "--", "sh", "-c", script
    };
  }

  @Test
  void X9_refresh() throws Exception {
    killTwentyTimes(
        new Killed() {
          @Override
          public String[] words(int round) {
            kept.add(
                shell
                    .stepcache("record", "--pipeline", "p", "step.json", "--status", "Succeeded")
                    .text());
            return new String[] {"refresh", "p"};
          }

          @Override
          public void look(int round, String said) {
            assertThat(textOf(shell.lookup(), "reason"))
                .isIn(
                    said.isEmpty()
                        ? List.of("REUSED", "REFRESH_REQUESTED")
                        : List.of("REFRESH_REQUESTED"));
          }
        });
  }

  @Test
  void X9_retract() throws Exception {
    killTwentyTimes(
        new Killed() {
          @Override
          public String[] words(int round) {
            kept.add(
                shell
                    .stepcache("record", "--pipeline", "p", "step.json", "--status", "Succeeded")
                    .text());
            return new String[] {"retract", kept.getLast()};
          }

          @Override
          public void look(int round, String said) {
            boolean isReused = textOf(shell.lookup(), "source", "run").equals(kept.getLast());
            assertThat(isReused && !said.isEmpty()).isFalse();
            assertThat(shell.stepcache("retract", kept.getLast()).exitCode()).isZero();
          }
        });
  }

  @Test
  void X9_delete() throws Exception {
    killTwentyTimes(
        new Killed() {
          @Override
          public String[] words(int round) {
            shell.stepcache("record", "--pipeline", "gone", "step.json", "--status", "Succeeded");
            return new String[] {"delete", "gone"};
          }

          @Override
          public void look(int round, String said) {
            int exit = shell.stepcache("history", "gone").exitCode();
            assertThat(exit).isIn(said.isEmpty() ? List.of(0, 66) : List.of(66));
          }
        });
  }

  @Test
  void X9_prune() throws Exception {
    kept.clear();
    killTwentyTimes(
        new Killed() {
          @Override
          public String[] words(int round) {
            shell.recorded(NOON);
            kept.add(
                shell
                    .stepcache("record", "--pipeline", "p", "step.json", "--status", "Succeeded")
                    .text());
            return new String[] {"prune", "--older-than", "1d"};
          }

          @Override
          public void look(int round, String said) {
            if (!said.isEmpty()) {
              assertThat(runs()).noneMatch(run -> textOf(run, "completedAt").startsWith("2026-01"));
            }
          }
        });
  }

  @Test
  void X9_import() throws Exception {
    Shell other = new Shell(Files.createDirectory(folder.resolve("other")));
    for (int i = 0; i < 50; i++) {
      other.recorded(NOON);
    }
    assertThat(other.stepcache("export", folder.resolve("facts").toString()).exitCode()).isZero();
    killTwentyTimes(
        new Killed() {
          @Override
          public String[] words(int round) throws IOException {
            Files.deleteIfExists(shell.path("fresh-" + round + ".db"));
            return new String[] {"import", "facts", "--history", fresh(round)};
          }

          @Override
          public void look(int round, String said) {
            shell.variable("STEPCACHE_HISTORY", fresh(round));
            assertThat(runs().size()).isIn(said.isEmpty() ? List.of(0, 50) : List.of(50));
            assertThat(shell.stepcache("import", "facts").exitCode()).isZero();
            assertThat(runs()).hasSize(50);
            shell.variable(
                "STEPCACHE_HISTORY", "jdbc:sqlite:" + folder.resolve(".stepcache/history.db"));
          }
        });
  }

  private String fresh(int round) {
    return "jdbc:sqlite:" + folder.resolve("fresh-" + round + ".db");
  }

  @Test
  void X9_export() throws Exception {
    for (int i = 0; i < 50; i++) {
      kept.add(shell.recorded(NOON));
    }
    killTwentyTimes(
        new Killed() {
          @Override
          public String[] words(int round) {
            return new String[] {"export", "facts-" + round};
          }

          @Override
          public void look(int round, String said) throws IOException {
            Path file = shell.path("facts-" + round);
            assertThat(Files.exists(file) || said.isEmpty()).isTrue();
            if (Files.exists(file)) {
              assertThat(Files.readAllLines(file)).hasSize(1 + kept.size());
            }
          }
        });
  }

  @Test
  void X9_retry() throws Exception {
    shell.write("p.json", Shell.DEFINITION);
    shell.write(
        "stepcache.json",
        "{\"steps\": {\"prepare\": {\"command\": [\"true\"]}, \"train\": {\"command\": [\"test\","
            + " \"-e\", \""
            + folder.resolve("mended")
            + "\"]}}}");
    killTwentyTimes(
        new Killed() {
          @Override
          public String[] words(int round) throws IOException {
            Files.deleteIfExists(folder.resolve("mended"));
            Shell.Answer failed =
                shell.stepcache("run", "p.json", "--no-cache", "--output", "json");
            assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
            Files.createFile(folder.resolve("mended"));
            return new String[] {"retry", textOf(failed.json(), "execution"), "--output", "json"};
          }

          @Override
          public void look(int round, String said) {
            if (!said.isEmpty()) {
              ObjectValue told = Shell.json(said);
              assertThat(textOf(told, "status")).isEqualTo("Succeeded");
              assertThat(runs())
                  .anyMatch(run ->
                      textOf(run, "execution").equals(textOf(told, "execution"))
                          && textOf(run, "status").equals("Succeeded")
                          && textOf(run, "step").equals("train"));
            }
            assertThat(shell.stepcache("run", "p.json", "--no-cache").exitCode()).isZero();
          }
        });
  }

  @Test
  void X9_stop() throws Exception {
    shell.write("p.json", Shell.DEFINITION);
    shell.write(
        "stepcache.json",
        "{\"types\": {\"Processing\": {\"command\": [\"sleep\", \"100\"]}, \"Training\":"
            + " {\"command\": [\"true\"]}}}");
    killTwentyTimes(
        new Killed() {
          private String execution = "";
          private Optional<Process> running = Optional.empty();

          @Override
          public String[] words(int round) throws Exception {
            if (!isGoingOn()) {
              execution = begin();
            }
            return new String[] {"stop", "--no-wait", execution};
          }

          private boolean isGoingOn() {
            return !execution.isEmpty() && status().equals("Executing");
          }

          private String status() {
            return shell
                .stepcache("executions", "p", "--output", "json")
                .json()
                .itemsOf("executions")
                .stream()
                .map(ObjectValue.class::cast)
                .filter(one -> textOf(one, "execution").equals(execution))
                .map(one -> textOf(one, "status"))
                .findFirst()
                .orElseThrow();
          }

          private String begin() throws Exception {
            Path said = folder.resolve("run-output");
            Files.deleteIfExists(said);
            Process run =
                new ProcessBuilder(CliProcess.command("run", "p.json", "--refresh", "prepare"))
                    .directory(folder.toFile())
                    .redirectOutput(said.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            started.add(run);
            running = Optional.of(run);
            while (!Files.readString(said).contains("\n")) {
              assertThat(run.isAlive()).isTrue();
              Thread.sleep(20);
            }
            return Files.readString(said)
                .lines()
                .findFirst()
                .orElseThrow()
                .substring("execution ".length());
          }

          @Override
          public void look(int round, String said) throws Exception {
            assertThat(status())
                .isIn(
                    said.isEmpty()
                        ? List.of("Executing", "Stopping", "Stopped")
                        : List.of("Stopping", "Stopped"));
            if (!status().equals("Executing")) {
              assertThat(shell.stepcache("stop", execution).exitCode()).isIn(0, 65);
              assertThat(running.orElseThrow().waitFor()).isEqualTo(130);
            }
          }
        });
  }

  private void killTwentyTimes(Killed killed) throws Exception {
    // The first one of all takes longer: nothing of it is in memory yet.
    run(killed.words(KILLS), Long.MAX_VALUE);
    killed.look(KILLS, said());
    long life = run(killed.words(KILLS + 1), Long.MAX_VALUE);
    killed.look(KILLS + 1, said());
    for (int round = 0; round < KILLS; round++) {
      String[] words = killed.words(round);
      // Early on a process only loads itself.
      double share = 0.4 + 0.7 * (round + random.nextDouble()) / KILLS;
      long ended = run(words, Math.round(life * share));
      assertThat(ended).isPositive();

      killed.look(round, said());
      assertThat(shell.stepcache("history", "p").exitCode()).isZero();
      assertThat(runs()).extracting(run -> textOf(run, "run")).containsAll(kept);
    }
  }

  /** Runs a command and kills it after some time; answers how long it lived. */
  private long run(String[] words, long millis) throws Exception {
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(CliProcess.command(words))
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("said").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    boolean ended = process.waitFor(millis, MILLISECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    return NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /** What was said in whole lines. */
  private String said() throws IOException {
    String text = Files.readString(folder.resolve("said"));
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  private List<ObjectValue> runs() {
    return shell.stepcache("history", "--output", "json").json().itemsOf("runs").stream()
        .map(ObjectValue.class::cast)
        .toList();
  }
}

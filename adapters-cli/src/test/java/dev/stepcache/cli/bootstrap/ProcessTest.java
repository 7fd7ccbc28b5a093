package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 7: exec as a process of its own, with its streams, its exit code and its signals. */
@Timeout(value = 120, unit = SECONDS)
class ProcessTest {
  private static final String WAITING =
      "echo $$ > started; while :; do sleep 0.1; done; echo 1 > \"$STEPCACHE_OUTPUTS\"";

  @TempDir Path folder;
  private Shell shell;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  @AfterEach
  void end() {
    started.forEach(process -> {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    });
  }

  private Process exec(String script) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "exec",
            "--pipeline",
            "p",
            "step.json",
            "--outputs",
            "out.json",
            "--",
            "sh",
            "-c",
            script);
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    started.add(process);
    return process;
  }

  private void awaitStart() throws Exception {
    while (!Files.exists(folder.resolve("started"))
        || Files.readString(folder.resolve("started")).isBlank()) {
      Thread.sleep(20);
    }
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private ObjectValue latest() {
    return (ObjectValue)
        shell.stepcache("history", "p", "--output", "json").json().itemsOf("runs").getFirst();
  }

  @Test
  void the_command_has_the_streams_of_stepcache() throws Exception {
    Process process =
        exec("read line; echo \"out $line\"; echo err >&2; echo 1 > \"$STEPCACHE_OUTPUTS\"");
    process.getOutputStream().write("typed\n".getBytes(UTF_8));
    process.getOutputStream().close();

    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("out typed\n");
    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
        .startsWith("stepcache: MISS NO_PREVIOUS_RUN: ")
        .endsWith("err\n");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void its_exit_code_is_that_of_the_command() throws Exception {
    assertThat(exec("exit 3").waitFor()).isEqualTo(3);
    assertThat(exec("kill -TERM $$").waitFor()).isEqualTo(143);
    assertThat(exec("true").waitFor()).isEqualTo(1);
    assertThat(exec("echo 1 > out.json").waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void a_signal_ends_the_command_and_its_run_is_stopped(String signal) throws Exception {
    Process process = exec("trap 'echo told > told; exit 0' TERM; " + WAITING);
    awaitStart();
    signal(process, signal);

    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(folder.resolve("told")).hasContent("told");
    assertThat(textOf(latest(), "status")).isEqualTo("Stopped");
    assertThat(textOf(shell.lookup(), "reason")).isEqualTo("NOT_SUCCEEDED");
  }

  @Test
  void a_signal_ends_what_the_command_started_too() throws Exception {
    Process process =
        exec("sh -c 'echo $$ > inner; " + "while :; do sleep 0.1; done' ; " + WAITING);
    while (!Files.exists(folder.resolve("inner"))
        || Files.readString(folder.resolve("inner")).isBlank()) {
      Thread.sleep(20);
    }
    signal(process, "TERM");

    assertThat(process.waitFor()).isEqualTo(130);
    long inner = Long.parseLong(Files.readString(folder.resolve("inner")).strip());
    while (ProcessHandle.of(inner).filter(ProcessHandle::isAlive).isPresent()) {
      Thread.sleep(20);
    }
  }

  @Test
  void X9_killed_at_once_it_leaves_a_run_in_progress_and_the_next_works() throws Exception {
    Process process = exec(WAITING);
    awaitStart();
    List<ProcessHandle> orphans = process.descendants().toList();
    signal(process, "KILL");
    assertThat(process.waitFor()).isEqualTo(137);
    orphans.forEach(ProcessHandle::destroyForcibly);

    assertThat(textOf(latest(), "status")).isEqualTo("Executing");
    assertThat(textOf(shell.lookup(), "reason")).isEqualTo("IN_PROGRESS");
    assertThat(exec("echo 1 > out.json").waitFor()).isZero();
    assertThat(textOf(shell.lookup(), "reason")).isEqualTo("REUSED");
  }

  @Test
  void X9_a_run_whose_lease_is_over_is_stopped_by_whoever_meets_it() throws Exception {
    Process process = exec(WAITING);
    awaitStart();
    List<ProcessHandle> orphans = process.descendants().toList();
    signal(process, "KILL");
    process.waitFor();
    orphans.forEach(ProcessHandle::destroyForcibly);
    while (textOf(latest(), "status").equals("Executing")) {
      Thread.sleep(500);
    }

    assertThat(textOf(latest(), "status")).isEqualTo("Stopped");
  }
}

package dev.stepcache.persistence.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of its own that runs a main class. It waits for a line, and then does its work. */
public final class JavaProcess implements AutoCloseable {
  private static final String READY = "ready";

  private final Process process;
  private final BufferedReader said;

  private JavaProcess(Process process) {
    this.process = process;
    this.said = process.inputReader(UTF_8);
  }

  /** Starts a process, and returns at once. */
  public static JavaProcess start(
      Class<?> main, List<String> virtualMachineOptions, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(virtualMachineOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new JavaProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Within the process: says that it is ready, and waits for {@link #go}. */
  public static void awaitGo() throws IOException {
    System.out.println(READY);
    new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
  }

  public JavaProcess awaitReady() throws IOException {
    if (!READY.equals(said.readLine())) {
      throw new IllegalStateException("the process did not start");
    }
    return this;
  }

  public void go() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** The next thing it says. */
  public String next() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new IllegalStateException("the process ended too early");
    }
    return line;
  }

  /** All else that it says until it ends well. */
  public List<String> toTheEnd() throws IOException, InterruptedException {
    List<String> lines = said.lines().toList();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("the process failed: " + lines);
    }
    return lines;
  }

  /** As kill with a signal. */
  public void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    if (new ProcessBuilder("kill", "-" + name, pid).start().waitFor() != 0) {
      throw new IllegalStateException("there is no process " + pid);
    }
  }

  /** As kill -9; answers what it had said until then. */
  public List<String> kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    List<String> lines = new ArrayList<>();
    try (Stream<String> rest = said.lines()) {
      rest.forEach(lines::add);
    } catch (UncheckedIOException closed) {
      return lines;
    }
    return lines;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

package dev.stepcache.persistence.jooq;

import static dev.stepcache.application.port.HistoryUnderTest.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.port.RunBuilder;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of its own that uses a history. It waits for a line, and then does what it is for. */
final class HistoryProcess implements AutoCloseable {

  /** What such a process does. */
  enum Work {
    /** Opens the history, which may not be there yet, and one pipeline. */
    OPEN,
    /** Keeps so many runs of its own from start to end, and says the id of each when it is kept. */
    KEEP,
    /** Ends as many common runs as it can, and says the id of each. */
    END
  }

  private final Process process;
  private final BufferedReader said;

  private HistoryProcess(Process process) {
    this.process = process;
    this.said = process.inputReader(UTF_8);
  }

  /** Starts a process, and returns when it is ready. */
  static HistoryProcess start(String url, Work work, String name, int count) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HistoryProcess.class.getName(),
                url,
                work.name(),
                name,
                Integer.toString(count))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    HistoryProcess started = new HistoryProcess(process);
    if (!"ready".equals(started.said.readLine())) {
      throw new IllegalStateException("the process did not start");
    }
    return started;
  }

  void go() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** The next thing it says. */
  String next() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new IllegalStateException("the process ended too early");
    }
    return line;
  }

  /** All else that it says until it ends well. */
  List<String> toTheEnd() throws IOException, InterruptedException {
    List<String> lines = said.lines().toList();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("the process failed: " + lines);
    }
    return lines;
  }

  /** As kill -9; answers what it had said until then. */
  List<String> kill() throws InterruptedException {
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

  /** The process itself. */
  public static void main(String[] arguments) throws IOException {
    String url = arguments[0];
    Work work = Work.valueOf(arguments[1]);
    String name = arguments[2];
    int count = Integer.parseInt(arguments[3]);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    System.out.println("ready");
    in.readLine();
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      Pipeline pipeline = history.openPipeline(new PipelineName("common"), NOON);
      StepScope scope =
          new StepScope(pipeline.id(), new StepName("Train"), StepType.TRAINING, RunKind.REAL);
      switch (work) {
        case OPEN -> System.out.println(pipeline.id());
        case KEEP -> keep(history, scope, name, count);
        case END -> end(history, scope, name, count);
      }
    }
  }

  private static void keep(RunHistory history, StepScope scope, String name, int count) {
    for (int i = 0; i < count; i++) {
      StepRun.Succeeded run = RunBuilder.aRun(scope).id(name + "-" + i).succeededAt(NOON);
      history.start(run.started(), Optional.empty());
      if (!history.complete(run, Optional.empty())) {
        throw new IllegalStateException("not the end of " + run.id());
      }
      System.out.println(run.id());
      System.out.flush();
    }
  }

  private static void end(RunHistory history, StepScope scope, String name, int count) {
    for (int i = 0; i < count; i++) {
      StepRun.Executing run = RunBuilder.aRun(scope).id("common-" + i).executing();
      if (history.complete(run.fail(NOON, name), Optional.empty())) {
        System.out.println(run.id());
      }
    }
  }
}

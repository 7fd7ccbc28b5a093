package dev.stepcache.persistence.jooq;

import static dev.stepcache.application.port.HistoryUnderTest.NOON;

import dev.stepcache.application.port.RunBuilder;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import dev.stepcache.persistence.process.JavaProcess;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A process of its own that uses a history. It waits for a line, and then does what it is for. */
final class HistoryProcess {

  /** What such a process does. */
  enum Work {
    /** Opens the history, which may not be there yet, and one pipeline. */
    OPEN,
    /** Keeps so many runs of its own from start to end, and says the id of each when it is kept. */
    KEEP,
    /** Ends as many common runs as it can, and says the id of each. */
    END,
    /** Prunes what is older than noon. */
    PRUNE
  }

  private HistoryProcess() {}

  /** Starts a process, and returns when it is ready. */
  static JavaProcess start(
      String url, Work work, String name, int count, String... virtualMachineOptions)
      throws IOException {
    return JavaProcess.start(
            HistoryProcess.class,
            List.of(virtualMachineOptions),
            url,
            work.name(),
            name,
            Integer.toString(count))
        .awaitReady();
  }

  /** The process itself. */
  public static void main(String[] arguments) throws IOException {
    String url = arguments[0];
    Work work = Work.valueOf(arguments[1]);
    String name = arguments[2];
    int count = Integer.parseInt(arguments[3]);
    JavaProcess.awaitGo();
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      Pipeline pipeline = history.openPipeline(new PipelineName("common"), NOON);
      StepScope scope =
          new StepScope(pipeline.id(), new StepName("Train"), StepType.TRAINING, RunKind.REAL);
      switch (work) {
        case OPEN -> System.out.println(pipeline.id());
        case KEEP -> keep(history, scope, name, count);
        case END -> end(history, scope, name, count);
        case PRUNE -> System.out.println(history.prune(NOON));
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

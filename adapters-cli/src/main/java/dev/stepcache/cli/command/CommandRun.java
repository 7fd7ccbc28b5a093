package dev.stepcache.cli.command;

import dev.stepcache.application.StepCache;
import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.cli.output.Console;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.step.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of a step by a command.
 *
 * @param run what is recorded of it; empty where runs of the step's type are not
 */
record CommandRun(
    Invocation invocation,
    Session session,
    Step step,
    Optional<StepRun.Executing> run,
    OutputsFile file) {
  private static final int SIGNALS = 128;

  /** A key pressed at the terminal reaches the command by itself, and lets it end as it likes. */
  private static final Duration GRACE_AT_TERMINAL = Duration.ofSeconds(5);

  /** Runs the command, records how it ended, and answers what this process is to end with. */
  int execute(List<String> command) throws InterruptedException {
    Console console = invocation.console();
    ChildCommand child =
        new ChildCommand(
            command,
            invocation.folder().toAbsolutePath(),
            console.notesToTerminal() ? GRACE_AT_TERMINAL : Duration.ZERO);
    child.tell("STEPCACHE_OUTPUTS", file.path().toString());
    return invocation.interruption().during(() -> execute(child, command.get(0)), child::stop);
  }

  private int execute(ChildCommand child, String name) throws InterruptedException {
    try {
      int code = child.run();
      return end(code, child.isStopped());
    } catch (IOException e) {
      failed("it could not be started");
      throw CommandFailure.notFound(name + " cannot be started: " + e.getMessage());
    }
  }

  private int end(int code, boolean stopped) {
    if (stopped) {
      keep((cache, executing, at) -> cache.stop(executing, at, "stopped by a signal"));
      return ExitCode.INTERRUPTED;
    }
    if (code != 0) {
      failed(
          code > SIGNALS ? "ended by signal " + (code - SIGNALS) : "ended with exit code " + code);
      return code;
    }
    return file.read()
        .fold(
            reason -> {
              invocation.console().note("the command failed: " + reason);
              failed(reason);
              return ExitCode.FAILED;
            },
            outputs -> {
              keep((cache, executing, at) -> succeed(cache, executing, at, outputs));
              return ExitCode.DONE;
            });
  }

  private void failed(String reason) {
    keep((cache, executing, at) -> cache.fail(executing, at, reason));
  }

  private boolean succeed(
      StepCache cache, StepRun.Executing executing, Instant at, AttributeValue outputs) {
    Optional<String> neverReuse =
        cache.changedWhileRunning(executing, () -> session.keys().of(step));
    StepOutputs made = StepOutputs.of(outputs);
    try {
      made = session.outputs().outputs(outputs, executing.key());
    } catch (ContentUnreadable unreadable) {
      neverReuse = neverReuse.or(() -> Optional.of(unreadable.message()));
    }
    neverReuse.ifPresent(why -> invocation.console().note("this run is not reusable: " + why));
    return cache.succeed(executing, at, made, neverReuse);
  }

  /** Keeps an end of a run; answers whether it is now the run's end. */
  private interface Keeping {
    boolean keep(StepCache cache, StepRun.Executing executing, Instant at);
  }

  /** Whatever keeps the end from being recorded, the command has ended as it has (R18). */
  private void keep(Keeping keeping) {
    if (run.isEmpty()) {
      return;
    }
    StepRun.Executing executing = run.get();
    try {
      StepCache cache = session.stepCache();
      if (!keeping.keep(cache, executing, cache.now())) {
        invocation
            .console()
            .note(
                "run %s had been ended by another: its lease was over, or somebody completed it"
                    .formatted(executing.id()));
      }
      session.history().notice().ifPresent(invocation.console()::note);
    } catch (RuntimeException unrecorded) {
      invocation
          .console()
          .note(
              "run %s could not be recorded: %s"
                  .formatted(executing.id(), unrecorded.getMessage()));
    }
  }
}

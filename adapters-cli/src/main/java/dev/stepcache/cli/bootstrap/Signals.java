package dev.stepcache.cli.bootstrap;

import dev.stepcache.cli.command.ExitCode;
import dev.stepcache.cli.command.Interruption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** SIGINT and SIGTERM: what runs is stopped, its end is kept and told, then the process ends. */
final class Signals implements Interruption {
  /** More than a job is given to end by itself. */
  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch answered = new CountDownLatch(1);

  @Override
  public <T> T during(Work<T> work, Runnable stop) throws InterruptedException {
    Thread hook = new Thread(() -> end(stop), "signal");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.done();
    } finally {
      release(hook);
    }
  }

  @Override
  public void awaitSignal(Runnable then) throws InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  then.run();
                  Runtime.getRuntime().halt(ExitCode.DONE);
                },
                "signal"));
    new CountDownLatch(1).await();
  }

  private static void release(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // A signal came first: the hook ends the process once the command has answered.
      return;
    }
  }

  /** The command has given its answer. */
  void answered() {
    answered.countDown();
  }

  private void end(Runnable stop) {
    stop.run();
    try {
      if (!answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("stepcache: a step could not be stopped");
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }
}

package dev.stepcache.cli.runner;

import dev.stepcache.cli.runner.ContainerEngine.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A started container, seen through the engine's own program. It is removed when it is closed, and
 * not by itself before: what became of it must be told.
 */
final class RunningContainer implements RunningJob {
  private static final String GRACE_SECONDS = "5";
  private static final int KILLED = 137;
  private static final List<Integer> NO_PROGRAM = List.of(126, 127);

  private final ContainerEngine engine;
  private final String name;
  private final Container container;
  private final RunningProcess client;
  private final LeftFiles files;

  RunningContainer(
      ContainerEngine engine,
      String name,
      Container container,
      RunningProcess client,
      LeftFiles files) {
    this.engine = engine;
    this.name = name;
    this.container = container;
    this.client = client;
    this.files = files;
  }

  @Override
  public boolean isAlive() {
    return client.isAlive();
  }

  @Override
  public OptionalInt await(Optional<Duration> limit) throws InterruptedException {
    return client.await(limit);
  }

  @Override
  public Optional<String> trouble(int exitCode) {
    Answer state =
        call("container", "inspect", "--format", "{{.State.StartedAt}} {{.State.OOMKilled}}", name);
    boolean began = state.isGood() && !state.text().startsWith("0001-");
    if (began) {
      return exitCode == KILLED && state.text().strip().endsWith("true")
          ? Optional.of("it was killed when memory ran out (exit code 137)")
          : Optional.empty();
    }
    return Optional.of(
        NO_PROGRAM.contains(exitCode)
            ? "ClientError: the image %s has no such program that can be run (exit code %d)"
                .formatted(container.image(), exitCode)
            : "InternalError: %s could not start a container of the image %s (exit code %d)"
                .formatted(engine.name(), container.image(), exitCode));
  }

  @Override
  public void close() {
    if (client.isAlive()) {
      call("stop", "-t", GRACE_SECONDS, name);
    }
    client.close();
    call("rm", "--force", name);
    files.takeOver(engine, container.image());
  }

  private Answer call(String... arguments) {
    return engine.call(List.of(arguments));
  }
}

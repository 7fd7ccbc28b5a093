package dev.stepcache.cli.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts containers. Each has a name of its own; all have a label by which they are found and ended
 * when this process is gone without having done so.
 */
final class Containers {
  private static final String OWNER = "dev.stepcache.owner";
  private static final String JOB = "dev.stepcache.job";

  /** What on SageMaker a job may do by its role, it may do here by its user's rights. */
  private static final List<String> HANDED_ON =
      List.of(
          "AWS_REGION",
          "AWS_DEFAULT_REGION",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN");

  private static final String END_ALL =
      """
      label=$1
      shift
      for round in 1 2; do
        for found in $("$@" ps --all --quiet --filter "label=$label"); do
          "$@" kill "$found"
          "$@" rm --force "$found"
        done
        sleep 1
      done
      """;

  private final JobProcesses processes;
  private final String owner = UUID.randomUUID().toString();
  private final AtomicLong started = new AtomicLong();
  private Optional<Watchdog> watchdog = Optional.empty();

  Containers(JobProcesses processes) {
    this.processes = processes;
  }

  /** Starts a container; its image is fetched first where it is not here. */
  RunningJob start(Container container, ContainerWorkplace at)
      throws IOException, InterruptedException, JobFailure {
    watch(at.engine());
    provide(container.image(), at);
    String name = "stepcache-%s-%d".formatted(owner, started.incrementAndGet());
    Map<String, String> inherited = processes.inherited();
    List<String> words =
        new ArrayList<>(
            List.of("run", "--name", name, "--hostname", "algo-1", "--log-driver", "none"));
    words.addAll(List.of("--label", OWNER + "=" + owner, "--label", JOB + "=" + at.job().name()));
    words.addAll(at.engine().runOptions());
    words.addAll(at.optMl().options());
    for (String variable : HANDED_ON) {
      if (inherited.containsKey(variable)) {
        words.addAll(List.of("--env", variable));
      }
    }
    words.addAll(container.words(inherited));
    Map<String, String> environment = new TreeMap<>(container.hidden(inherited));
    environment.putAll(inherited);
    RunningProcess client = client(words, environment, at);
    return new RunningContainer(at.engine(), name, container, client, new LeftFiles(at.scratch()));
  }

  private void provide(String image, ContainerWorkplace at)
      throws IOException, InterruptedException, JobFailure {
    ContainerEngine engine = at.engine();
    if (engine.call(List.of("image", "inspect", image)).isGood()) {
      return;
    }
    long before = at.logged();
    try (RunningJob pull = client(List.of("pull", image), processes.inherited(), at)) {
      OptionalInt exitCode = pull.await(Optional.empty());
      if (exitCode.orElse(0) == 0) {
        return;
      }
    }
    String login =
        image.matches("\\d{12}\\.dkr\\.ecr\\..*")
            ? " (for Amazon ECR log in first: aws ecr get-login-password | %s login --username AWS"
                    .formatted(engine.name())
                + " --password-stdin REGISTRY)"
            : "";
    throw at.failure(
        -1,
        Optional.of(
            "InternalError: %s could not get the image %s%s"
                .formatted(engine.name(), image, login)),
        before);
  }

  private RunningProcess client(
      List<String> words, Map<String, String> environment, ContainerWorkplace at)
      throws IOException {
    return processes.start(at.engine().command(words), environment, at.scratch(), at.job().log());
  }

  private synchronized void watch(ContainerEngine engine) {
    if (watchdog.isEmpty()) {
      List<String> arguments = new ArrayList<>(List.of(OWNER + "=" + owner));
      arguments.addAll(engine.words());
      watchdog = Optional.of(new Watchdog(END_ALL, arguments));
    }
    watchdog.get().watch();
  }
}

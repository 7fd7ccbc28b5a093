package dev.stepcache.cli.runner;

import dev.stepcache.cli.runner.ContainerEngine.Answer;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Tries out what podman needs for its containers to start here. A container of an empty folder
 * shows it without an image: when all is well, what it misses is its program.
 */
final class PodmanTrial {
  private static final int NO_SUCH_PROGRAM = 127;

  /** Where the kernel's cgroups are other ones than podman's usual runtime can do with. */
  private static final List<String> OLDER_CGROUPS =
      List.of("--runtime", "runc", "--cgroup-manager=cgroupfs");

  /** What is mounted is the job's own, and needs no label that keeps it from the job. */
  private static final List<String> UNLABELLED = List.of("--security-opt", "label=disable");

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final long MOST_FILES = 1_048_576;
  private static final long MOST_PROCESSES = 32_768;

  private PodmanTrial() {}

  /**
   * The engine with the first options that work; else why none do, as a clause.
   *
   * @param free whether it may be given options of its own too
   */
  static Either<String, ContainerEngine> fitted(ContainerEngine podman, boolean free)
      throws IOException {
    Path empty = Files.createTempDirectory("stepcache-podman");
    try {
      String fault = "";
      for (ContainerEngine way : ways(podman, free)) {
        Answer answer = tried(way, empty);
        if (answer.exitCode() == NO_SUCH_PROGRAM) {
          return Either.right(way);
        }
        fault = fault.isEmpty() ? answer.complaint() : fault;
      }
      return Either.left("%s cannot start a container (%s)".formatted(podman.name(), fault));
    } finally {
      delete(empty);
    }
  }

  private static List<ContainerEngine> ways(ContainerEngine podman, boolean free)
      throws IOException {
    List<ContainerEngine> ways = new ArrayList<>();
    for (boolean publishing : new boolean[] {true, false}) {
      for (List<String> own :
          free ? List.of(List.<String>of(), OLDER_CGROUPS) : List.of(List.<String>of())) {
        for (List<String> ofRun : List.of(UNLABELLED, limited())) {
          ways.add(podman.with(own, ofRun, publishing));
        }
      }
    }
    return ways;
  }

  private static Answer tried(ContainerEngine way, Path empty) throws IOException {
    List<String> words = new ArrayList<>(List.of("run", "--rm"));
    words.addAll(way.runOptions());
    words.addAll(
        way.publishes() ? List.of("--publish", "127.0.0.1::8080") : List.of("--network", "host"));
    words.addAll(List.of("--rootfs", empty.toString(), "/no-such-program"));
    return way.call(words);
  }

  /** Podman gives a container more than its caller may give where it is not told how much. */
  private static List<String> limited() throws IOException {
    List<String> options = new ArrayList<>(UNLABELLED);
    limit("Max open files", MOST_FILES)
        .ifPresent(most -> {
          options.add("--ulimit");
          options.add("nofile=%d:%d".formatted(most, most));
        });
    limit("Max processes", MOST_PROCESSES)
        .ifPresent(most -> {
          options.add("--ulimit");
          options.add("nproc=%d:%d".formatted(most, most));
        });
    return options;
  }

  /** This process's own hard limit, as far as it is no more than this. */
  private static OptionalLong limit(String name, long most) throws IOException {
    if (!Files.exists(LIMITS)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(LIMITS).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+", 3)[1])
        .mapToLong(hard -> hard.equals("unlimited") ? most : Math.min(most, Long.parseLong(hard)))
        .findFirst();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

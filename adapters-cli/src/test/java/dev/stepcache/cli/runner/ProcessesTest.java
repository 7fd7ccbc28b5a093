package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.StepRunner;
import dev.stepcache.application.port.StepRunner.Result;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** X3, X8, X9: the processes of a job end with it, whichever way it ends. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class ProcessesTest {
  /** How long the sleepers of this test sleep, by which they are known from all others. */
  private final int night = 10_000 + new Random().nextInt(90_000);

  @TempDir Path temporary;

  static Stream<String> modes() {
    return Workshop.canMount() ? Stream.of("rewrite", "mount") : Stream.of("rewrite");
  }

  /** A child, one that ignores requests to end, and one whose parent is gone; then a long wait. */
  private String family(String more) throws IOException {
    return """
    {"AppSpecification": {"ContainerEntrypoint": ["sh", "-c",
       "sleep %1$d1 & sh -c \\"trap '' TERM; sleep %1$d2; sleep %1$d3\\" & sh -c 'sleep %1$d4 &'; \
    echo > $READY; wait"]},
     "Environment": {"READY": "%2$s"}%3$s}
    """
        .formatted(night, ready(), more);
  }

  private Path ready() throws IOException {
    return temporary.toRealPath().resolve("ready");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void X8_an_interruption_ends_all_processes_before_it_is_thrown(String mode) throws Exception {
    Workshop at = new Workshop(temporary, mode);
    StepRunner runner = at.runner();
    StepRunner.Job job = at.job("Processing", family(""));
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<List<ProcessHandle>> left =
          threads.submit(() -> {
            try {
              Result result = runner.run(job);
              throw new AssertionError("it ended by itself: " + result);
            } catch (InterruptedException expected) {
              return sleeping();
            }
          });
      await(() -> Files.exists(temporary.resolve("ready")));
      await(() -> sleeping().size() == 3);
      threads.shutdownNow();

      assertThat(left.get()).isEmpty();
    }
  }

  @Test
  void X3_a_job_over_its_time_fails_with_that_reason_and_ends() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");

    String reason =
        at.failure("Processing", family(", \"StoppingCondition\": {\"MaxRuntimeInSeconds\": 1}"));

    assertThat(reason)
        .isEqualTo(
            "MaxRuntimeExceeded: it was ended after the 1 seconds of"
                + " StoppingCondition.MaxRuntimeInSeconds");
    assertThat(sleeping()).isEmpty();
  }

  @Test
  void X3_what_a_job_leaves_running_ends_with_it() throws Exception {
    Workshop at = new Workshop(temporary, "rewrite");

    at.done(
        "Processing",
        "{\"AppSpecification\": {\"ContainerEntrypoint\": [\"sh\", \"-c\", \"sleep %d1 &\"]}}"
            .formatted(night));

    assertThat(sleeping()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void X9_jobs_end_when_stepcache_is_killed() throws Exception {
    Process stepcache =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledStepcache.class.getName(),
                temporary.toString(),
                family(""))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(temporary.resolve("killed.log").toFile()))
            .start();
    try {
      await(() -> Files.exists(temporary.resolve("ready")));
      assertThat(sleeping()).isNotEmpty();
      stepcache.destroyForcibly().waitFor();

      await(() -> sleeping().isEmpty());
    } finally {
      stepcache.destroyForcibly();
      sleeping().forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** A stepcache of its own that runs one job, until it is killed. */
  static final class KilledStepcache {
    private KilledStepcache() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      new Workshop(Path.of(arguments[0]), "rewrite").run("Processing", arguments[1]);
    }
  }

  /** The sleepers of the family above, and of no other. */
  private List<ProcessHandle> sleeping() {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process
                .info()
                .commandLine()
                .filter(line -> line.matches("(.*/)?sleep " + night + "[1-4]"))
                .isPresent())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private static void await(BooleanSupplier condition)
      throws InterruptedException, ExecutionException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }
}

package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Where one job is done: its request, its {@code /opt/ml}, and the programs started in it. */
record Workplace(Job job, OptMl optMl, JobProcesses processes) {
  private static final String OUR_VARIABLES = "STEPCACHE_";

  ObjectValue arguments() {
    return job.step().arguments();
  }

  /** A folder of the job's own, beside its {@code /opt/ml}. */
  Path scratch() {
    return optMl.folder().resolve("..").normalize();
  }

  /** Writes a file of the contract; what it says of {@code /opt/ml} is put as the job sees it. */
  void write(String path, AttributeValue content) throws IOException {
    Path file = optMl.real(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.write(file, CanonicalJson.bytes(Texts.mapped(content, optMl::text)));
  }

  /** Starts a program. */
  RunningJob start(Program program) throws IOException {
    List<String> command = program.command().stream().map(optMl::text).toList();
    return processes.start(
        optMl.start(command, optMl.text(program.folder())),
        environment(program),
        optMl.folder(),
        job.log());
  }

  /** Runs a program to its end, and all that it started. */
  void run(Program program) throws IOException, InterruptedException, JobFailure {
    long before = logged();
    OptionalInt exitCode;
    try (RunningJob running = start(program)) {
      exitCode = running.await(limit(arguments()));
    }
    if (exitCode.isEmpty()) {
      throw new JobFailure(overtime(arguments()));
    }
    if (exitCode.getAsInt() != 0) {
      throw failure(exitCode.getAsInt(), before);
    }
  }

  /** How many bytes have been printed so far. */
  long logged() throws IOException {
    return Files.exists(job.log()) ? Files.size(job.log()) : 0;
  }

  /** Why a program failed that has printed to the log from this byte on. */
  JobFailure failure(int exitCode, long from) throws IOException {
    List<Path> own =
        List.of(optMl.real("/opt/ml/output/failure"), optMl.real("/opt/ml/output/message"));
    return new JobFailure(FailureReason.of(exitCode, own, job.log(), from));
  }

  /** What is said of a job that took longer than it may. */
  static String overtime(ObjectValue arguments) {
    return "MaxRuntimeExceeded: it was ended after the %d seconds of StoppingCondition"
            .formatted(limit(arguments).orElse(Duration.ZERO).toSeconds())
        + ".MaxRuntimeInSeconds";
  }

  /** How long a job may take. */
  static Optional<Duration> limit(ObjectValue arguments) {
    return arguments
        .objectMember("StoppingCondition")
        .flatMap(condition -> condition.member("MaxRuntimeInSeconds"))
        .flatMap(value ->
            value instanceof NumberValue(BigDecimal seconds) && seconds.signum() > 0
                ? Optional.of(Duration.ofSeconds(seconds.longValue()))
                : Optional.empty());
  }

  private Map<String, String> environment(Program program) {
    Map<String, String> environment = new TreeMap<>(processes.inherited());
    // What concerns stepcache, such as where its history is, is no business of a job's.
    environment.keySet().removeIf(name -> name.startsWith(OUR_VARIABLES));
    program.environment().forEach((name, value) -> environment.put(name, optMl.text(value)));
    environment.put("STEPCACHE_OPT_ML", optMl.seen());
    return environment;
  }
}

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

/** Where one job is done: its request, its {@code /opt/ml}, and the programs started in it. */
interface Workplace {
  Job job();

  OptMl optMl();

  /** What a Processing request says is to be run. */
  Program processing(Map<String, String> environment) throws IOException, JobFailure;

  /** What a Training request says is to be run. */
  Program training(TrainingRequest request) throws IOException, JobFailure;

  /**
   * What serves a model.
   *
   * @param port of this machine, where it is asked
   */
  Program serving(ServedModel model, Map<String, String> environment, int port)
      throws IOException, JobFailure;

  /** A port of this machine where a model can be asked. */
  int freePort() throws IOException;

  default ObjectValue arguments() {
    return job().step().arguments();
  }

  /** A folder of the job's own, beside its {@code /opt/ml}. */
  default Path scratch() {
    return optMl().folder().resolve("..").normalize();
  }

  /** Writes a file of the contract; what it says of {@code /opt/ml} is put as the job sees it. */
  default void write(String path, AttributeValue content) throws IOException {
    Path file = optMl().real(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.write(file, CanonicalJson.bytes(Texts.mapped(content, optMl()::text)));
  }

  /** Runs a program to its end, and all that it started. */
  default void run(Program program) throws IOException, InterruptedException, JobFailure {
    long before = logged();
    OptionalInt exitCode;
    Optional<String> trouble = Optional.empty();
    try (RunningJob running = program.start()) {
      exitCode = running.await(limit(arguments()));
      if (exitCode.orElse(0) != 0) {
        trouble = running.trouble(exitCode.getAsInt());
      }
    }
    if (exitCode.isEmpty()) {
      throw new JobFailure(overtime(arguments()));
    }
    if (exitCode.getAsInt() != 0) {
      throw failure(exitCode.getAsInt(), trouble, before);
    }
  }

  /** How many bytes have been printed so far. */
  default long logged() throws IOException {
    return Files.exists(job().log()) ? Files.size(job().log()) : 0;
  }

  /**
   * Why a program failed that has printed to the log from this byte on.
   *
   * @param trouble what is known of it that is not the program's own doing
   */
  default JobFailure failure(int exitCode, Optional<String> trouble, long from) throws IOException {
    if (trouble.isPresent()) {
      return new JobFailure(FailureReason.of(trouble.get(), job().log(), from));
    }
    List<Path> own =
        List.of(optMl().real("/opt/ml/output/failure"), optMl().real("/opt/ml/output/message"));
    return new JobFailure(FailureReason.of(exitCode, own, job().log(), from));
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
}

package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.application.port.StepRunner.Result;
import java.io.IOException;
import java.nio.file.Files;

/** The work of a job on this machine. */
@FunctionalInterface
interface LocalWork {
  Result done() throws IOException, InterruptedException, JobFailure;

  /**
   * What comes of it. The folder of the job's log is there when it begins; a fault of this machine
   * is an internal error, not one of the job's.
   */
  static Result of(Job job, LocalWork work) throws InterruptedException {
    try {
      Files.createDirectories(job.log().toAbsolutePath().resolve("..").normalize());
      return work.done();
    } catch (JobFailure failure) {
      return new Result.Failed(failure.reason());
    } catch (IOException failed) {
      if (Thread.interrupted()) {
        throw new InterruptedException(failed.getMessage());
      }
      return new Result.Failed("InternalError: " + failed.getMessage());
    }
  }
}

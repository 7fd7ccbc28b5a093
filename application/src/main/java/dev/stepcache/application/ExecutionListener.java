package dev.stepcache.application;

import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.domain.run.ExecutionId;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Is told how an execution goes, by several threads, each call before the next step of its cause.
 */
public interface ExecutionListener {
  /** Listens to nothing. */
  ExecutionListener NONE = new ExecutionListener() {};

  default void began(ExecutionId execution) {}

  /** A step was decided and runs now, for the first time or once more, printing to a log. */
  default void started(StepReport step, Path log) {}

  /** A step waits for something, as a clause says, before it runs or is reused (X6). */
  default void waiting(StepReport step, String why) {}

  /** An attempt of a step failed, and after a pause there is another (X2). */
  default void retrying(StepReport step, String reason, Duration pause) {}

  /** A step has ended, one that was a hit included. */
  default void ended(StepReport step) {}

  /** An execution that goes on by itself has come to its end. */
  default void over(ExecutionReport execution) {}

  /** Something that the user may want to know, such as what a job says of itself. */
  default void noted(String message) {}

  /** Something that the user should know, and that changes no result. */
  default void warned(String message) {}
}

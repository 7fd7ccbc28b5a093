package dev.stepcache.application;

import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.domain.run.ExecutionId;
import java.nio.file.Path;

/**
 * Is told how an execution goes, by several threads, each call before the next step of its cause.
 */
public interface ExecutionListener {
  /** Listens to nothing. */
  ExecutionListener NONE = new ExecutionListener() {};

  default void began(ExecutionId execution) {}

  /** A step was decided and runs now, printing to a log. */
  default void started(StepReport step, Path log) {}

  /** A step has ended, one that was a hit included. */
  default void ended(StepReport step) {}

  /** Something that the user should know, and that changes no result. */
  default void warned(String message) {}
}

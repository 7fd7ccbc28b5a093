package dev.stepcache.application.json;

import dev.stepcache.domain.run.StepRun;
import java.util.Optional;

/** The states of a run, spelled as SageMaker spells those of a step. */
public enum RunStatus {
  EXECUTING("Executing"),
  SUCCEEDED("Succeeded"),
  FAILED("Failed"),
  STOPPED("Stopped");

  private final String spelling;

  RunStatus(String spelling) {
    this.spelling = spelling;
  }

  public String spelling() {
    return spelling;
  }

  public static RunStatus of(StepRun run) {
    return switch (run) {
      case StepRun.Executing executing -> EXECUTING;
      case StepRun.Succeeded succeeded -> SUCCEEDED;
      case StepRun.Failed failed -> FAILED;
      case StepRun.Stopped stopped -> STOPPED;
    };
  }

  static RunStatus spelled(String text) {
    return named(text)
        .orElseThrow(() -> new IllegalArgumentException("there is no status \"" + text + "\""));
  }

  /** The state of a spelling. */
  public static Optional<RunStatus> named(String text) {
    for (RunStatus status : values()) {
      if (status.spelling.equals(text)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}

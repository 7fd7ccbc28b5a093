package dev.stepcache.domain.cache;

import dev.stepcache.domain.run.StepRun.Succeeded;
import java.time.Duration;
import java.time.Instant;

/** What was decided for a step: reuse a run, or run it and why. */
public sealed interface Outcome {

  /**
   * A run is reused: its outputs are the step's.
   *
   * @param age the time from the completion of the run that did the work (R13)
   */
  record Hit(Succeeded source, Duration age) implements Outcome {
    static Hit of(Succeeded source, Instant now) {
      return new Hit(source, Duration.between(source.completedAt(), now));
    }
  }

  /** No run can be reused, so the step runs. */
  record Miss(MissReason reason) implements Outcome {}

  /** No run was looked for, so the step runs. */
  record Bypass(BypassReason reason) implements Outcome {}
}

package dev.stepcache.application.content;

import dev.stepcache.domain.step.StepName;
import java.util.Map;

/**
 * What is looked at before a run is reused (X7).
 *
 * @param usual how, for most steps
 * @param steps how, for single steps
 */
public record Verification(Mode usual, Map<StepName, Mode> steps) {
  /** Everything, for all steps. */
  public static final Verification DIGESTS = new Verification(Mode.DIGEST, Map.of());

  /** What of a run's objects must be as it was. */
  public enum Mode {
    /** Nothing: the run is believed. */
    NONE,
    /** That they are there. */
    EXISTS,
    /** That they are there with the content that was recorded. */
    DIGEST
  }

  public Verification {
    steps = Map.copyOf(steps);
  }

  Mode of(StepName step) {
    return steps.getOrDefault(step, usual);
  }
}

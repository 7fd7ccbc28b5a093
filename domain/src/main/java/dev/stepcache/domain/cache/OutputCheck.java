package dev.stepcache.domain.cache;

import dev.stepcache.domain.run.StepRun.Succeeded;
import java.util.Optional;

/** Whether what a run made is still there (X7). */
@FunctionalInterface
public interface OutputCheck {
  /** Believes that all outputs of all runs are there. */
  OutputCheck NONE = run -> Optional.empty();

  /** How many runs one decision looks at. */
  int MOST = 100;

  /** What is no longer there as the run left it; empty when all is, or nothing can be claimed. */
  Optional<String> missing(Succeeded run);

  /**
   * Whether a decision that looked at so many runs, all in vain, looks at one more. The first one
   * is always looked at, to its end.
   */
  default boolean looksFurther(int looked) {
    return looked < MOST;
  }
}

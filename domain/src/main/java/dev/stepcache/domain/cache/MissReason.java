package dev.stepcache.domain.cache;

import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.signature.ChangedAttribute;
import java.time.Duration;
import java.util.List;

/** Why no run can be reused: the first of these that is true, in this order. */
public sealed interface MissReason {

  /** The user asked for the step to be run anew. */
  record RefreshRequested() implements MissReason {}

  /**
   * Runs are good in all but that their outputs are gone or altered.
   *
   * @param run the latest of them
   * @param what its first output that is not there as the run left it
   * @param lookedAt how many there are
   * @param all whether there are no others that would do: a decision looks at so many only
   */
  record OutputsMissing(Succeeded run, String what, int lookedAt, boolean all)
      implements MissReason {}

  /** A run with the same key document has not completed (R7). */
  record InProgress(StepRun run) implements MissReason {}

  /**
   * A success is too old.
   *
   * @param expiredBy how long before the cutoff it completed
   */
  record Expired(Succeeded run, Duration expiredBy) implements MissReason {}

  /** A success was retracted. */
  record Retracted(Succeeded run, String why) implements MissReason {}

  /** Runs with the same key document failed or were stopped (R4). */
  record NotSucceeded(StepRun run) implements MissReason {}

  /**
   * The step has succeeded before, with other attributes.
   *
   * @param nearest the success with the fewest changed paths, of equals the latest
   * @param changed the differences from it, at least one
   */
  record AttributesChanged(Succeeded nearest, List<ChangedAttribute> changed)
      implements MissReason {
    public AttributesChanged {
      changed = List.copyOf(changed);
    }
  }

  /** The step has never succeeded. */
  record NoPreviousRun() implements MissReason {}

  /** The reason's name in a decision document. */
  default String code() {
    return switch (this) {
      case RefreshRequested r -> "REFRESH_REQUESTED";
      case OutputsMissing r -> "OUTPUTS_MISSING";
      case InProgress r -> "IN_PROGRESS";
      case Expired r -> "EXPIRED";
      case Retracted r -> "RETRACTED";
      case NotSucceeded r -> "NOT_SUCCEEDED";
      case AttributesChanged r -> "ATTRIBUTES_CHANGED";
      case NoPreviousRun r -> "NO_PREVIOUS_RUN";
    };
  }
}

package dev.stepcache.application.access;

import dev.stepcache.application.StepLogs;
import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.run.StepOutputs.Kept;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Deletes a job for everybody: the outputs that are kept here, what it printed on this machine, and
 * what the history tells of it (H3). The history comes last: a purge that broke off is done again,
 * and does the rest.
 */
public final class JobPurge {
  private final RunHistory history;
  private final ObjectStore objects;
  private final StepLogs logs;

  public JobPurge(RunHistory history, ObjectStore objects, StepLogs logs) {
    this.history = history;
    this.objects = objects;
    this.logs = logs;
  }

  /** What came of a purge. */
  public sealed interface Outcome {

    /**
     * The job is gone.
     *
     * @param run as it was
     * @param deleted the objects that were deleted now, by URI
     * @param changed those that are no longer what the run wrote, and stay
     * @param hadLog whether a log was deleted
     */
    record Purged(RecordedRun run, List<String> deleted, List<String> changed, boolean hadLog)
        implements Outcome {
      public Purged {
        deleted = List.copyOf(deleted);
        changed = List.copyOf(changed);
      }
    }

    /** There is no such run, or no longer. */
    record Absent() implements Outcome {}

    /** It has not ended: whoever does its work would bring back what was deleted. */
    record GoesOn() implements Outcome {}

    /** Its outputs lie in another object store, and must be deleted where that is open. */
    record Elsewhere(String place) implements Outcome {}
  }

  /**
   * Purges a run.
   *
   * @param operation as the interface names it
   * @throws AccessRefused where the caller lacks the permission
   */
  public Outcome purge(Caller caller, StepRunId id, String operation) {
    Optional<RecordedRun> found = history.findRun(id);
    if (found.isEmpty()) {
      return new Outcome.Absent();
    }
    RecordedRun run = found.get();
    caller.require(Permission.PURGE, run.pipeline());
    if (!(run.run() instanceof StepRun.Ended)) {
      return new Outcome.GoesOn();
    }
    Optional<String> elsewhere =
        outputs(run.run()).map(Kept::place).filter(place -> !place.equals(objects.identity()));
    if (elsewhere.isPresent()) {
      return new Outcome.Elsewhere(elsewhere.get());
    }
    // Before anything is deleted, so that nothing ever is of which the log knows nothing.
    caller.used(Permission.PURGE, run.pipeline(), List.of(id.text()), operation);
    return delete(run);
  }

  private Outcome delete(RecordedRun run) {
    SortedMap<String, String> kept =
        outputs(run.run()).map(Kept::digests).orElseGet(Collections::emptySortedMap);
    List<String> deleted = new ArrayList<>();
    SortedSet<String> others = new TreeSet<>();
    boolean hadLog;
    try {
      for (Map.Entry<String, String> object : kept.entrySet()) {
        boolean gone = objects.delete(object.getKey(), object.getValue());
        (gone ? deleted : others).add(object.getKey());
      }
      others = objects.existing(others);
      hadLog = logs.delete(run.run());
    } catch (IOException unreachable) {
      throw new ContentUnreadable(
          "run %s is not wholly purged, do it again: %s".formatted(run.run().id(), unreachable),
          unreachable);
    }
    List<String> changed = List.copyOf(others);
    return history
        .purge(run.run().id())
        .<Outcome>map(was -> new Outcome.Purged(was, deleted, changed, hadLog))
        .orElseGet(Outcome.Absent::new);
  }

  private static Optional<Kept> outputs(StepRun run) {
    return run instanceof StepRun.Succeeded succeeded
        ? succeeded.outputs().kept()
        : Optional.empty();
  }
}

package dev.stepcache.domain.cache;

import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.signature.KeyDocument;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a history says of the runs of one step within one scope. Each question is one indexed read
 * that does not grow with the history.
 *
 * <p>A run may be found by signature alone: whoever asks compares key documents (R15). A retracted
 * run is never to be reused; a refreshed one started before the latest refresh of its step or
 * pipeline. Of several runs the latest is answered: the last completed, or started where it has not
 * completed; then the greater id.
 */
public interface PastRuns {

  /** A past of these runs, all of one scope, of which none was retracted or refreshed. */
  static PastRuns of(Collection<? extends StepRun> runs) {
    return new ListedRuns(List.copyOf(runs));
  }

  /**
   * Successes completed from one instant to another, both included, neither retracted nor
   * refreshed; latest first, fetched as they are consumed.
   */
  Stream<Succeeded> reusable(KeyDocument key, Instant from, Instant to);

  /**
   * A success completed from one instant to another that only a refresh keeps from being reused.
   */
  Optional<Succeeded> refreshed(KeyDocument key, Instant from, Instant to);

  /** A success completed before an instant and not retracted, refreshed or not. */
  Optional<Succeeded> expired(KeyDocument key, Instant before);

  /**
   * A run started by an instant and not completed by it. One whose owner is gone is stopped, not in
   * progress (X9), and nobody waits for the end of one that was retracted before.
   */
  Optional<StepRun> inProgress(KeyDocument key, Instant at);

  /** A success completed by an instant and retracted. */
  Optional<Retracted> retracted(KeyDocument key, Instant at);

  /** A run that failed or was stopped by an instant. */
  Optional<StepRun> notSucceeded(KeyDocument key, Instant at);

  /** The successes completed by an instant with whatever key document; at most so many. */
  List<Succeeded> latestSuccesses(int most, Instant at);

  /**
   * A success that is never reused.
   *
   * @param why what was said when it was retracted
   */
  record Retracted(Succeeded run, String why) {}
}

package dev.stepcache.persistence.application;

import java.time.Instant;
import java.util.List;

/**
 * What somebody saw of one thing that they did to the runs of one key, by the clock of the machine
 * that all observers share.
 *
 * @param who a thread of a process
 * @param key a step, which has one key document
 * @param run the run that was made, reused or retracted; empty where there was none
 * @param begin before it was asked for
 * @param workBegan when the work of a run began, after the decision and the run's start; else the
 *     end
 * @param workEnded when the work of a run ended, before the run's end was kept; else the end
 * @param end after it was answered
 * @param decidedAt the instant of the decision, by the store's clock; of a refresh, its instant
 * @param reason of the decision
 */
record Observed(
    String who,
    String key,
    Act act,
    String run,
    Instant begin,
    Instant workBegan,
    Instant workEnded,
    Instant end,
    Instant decidedAt,
    String reason) {

  /** What was done. */
  enum Act {
    /** A step was executed beside whatever else went on. */
    RUN,
    /** A step was executed after whatever else went on. */
    WAIT,
    /** A step was executed with whatever else went on. */
    JOIN,
    /** A step was executed although it might have been reused. */
    AGAIN,
    RETRACT,
    REFRESH
  }

  private static final String BETWEEN = "\t";

  boolean isHit() {
    return reason.equals("REUSED");
  }

  /** Whether a run of its own was made. */
  boolean isRun() {
    return !run.isEmpty() && !isHit() && act != Act.RETRACT;
  }

  /** Whether runs going on were in its way. */
  boolean takesTurns() {
    return act == Act.WAIT || act == Act.JOIN;
  }

  String line() {
    return String.join(
        BETWEEN,
        List.of(
            who,
            key,
            act.name(),
            run,
            begin.toString(),
            workBegan.toString(),
            workEnded.toString(),
            end.toString(),
            decidedAt.toString(),
            reason));
  }

  static Observed of(String line) {
    String[] word = line.split(BETWEEN, -1);
    return new Observed(
        word[0],
        word[1],
        Act.valueOf(word[2]),
        word[3],
        Instant.parse(word[4]),
        Instant.parse(word[5]),
        Instant.parse(word[6]),
        Instant.parse(word[7]),
        Instant.parse(word[8]),
        word[9]);
  }
}

package dev.stepcache.application;

/** What is done about a run with the same key document that is going on (X6). */
public enum InFlight {
  /** Both run, as in SageMaker (R7). */
  RUN,
  /** Its end is waited for, and then it is decided anew. */
  WAIT,
  /** Its end is waited for and is this step's own: a success as a hit, a failure as a failure. */
  JOIN
}

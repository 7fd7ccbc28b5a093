package dev.stepcache.domain.run;

/** Whether a run did its work. Simulated runs serve simulated runs only (R3, X3). */
public enum RunKind {
  REAL,
  SIMULATED
}

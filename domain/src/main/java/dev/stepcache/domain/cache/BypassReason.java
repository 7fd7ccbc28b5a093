package dev.stepcache.domain.cache;

/** Why the history was not asked. */
public enum BypassReason {
  /** The step does not opt in, or the user opted out (R1). */
  CACHING_DISABLED,
  /** Steps of this type always run (R9). */
  STEP_TYPE_NOT_CACHEABLE,
  /** The history could not be reached (R17). */
  HISTORY_UNAVAILABLE
}

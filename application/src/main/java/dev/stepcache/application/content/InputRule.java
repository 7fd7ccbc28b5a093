package dev.stepcache.application.content;

/** What of an input counts (X5). */
public enum InputRule {
  /** Its place, and its content wherever that is kept locally. */
  CONTENT,
  /** Its place alone: SageMaker's own rule. */
  LOCATION
}

package dev.stepcache.domain.run;

/**
 * Which run. Of two runs completed at one instant, the one with the greater id is later (R5). 1 to
 * 64 characters.
 */
public record StepRunId(String text) implements Comparable<StepRunId> {
  public StepRunId {
    if (text.isEmpty() || text.length() > 64) {
      throw new IllegalArgumentException("an id of 1 to 64 characters: \"" + text + "\"");
    }
  }

  @Override
  public int compareTo(StepRunId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

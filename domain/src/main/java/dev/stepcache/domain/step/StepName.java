package dev.stepcache.domain.step;

/** The name of a step, unique in its pipeline; compared byte by byte. 1 to 256 characters. */
public record StepName(String text) implements Comparable<StepName> {
  public static final int MAX_LENGTH = 256;

  public StepName {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a step name of 1 to 256 characters: \"" + text + "\"");
    }
  }

  @Override
  public int compareTo(StepName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

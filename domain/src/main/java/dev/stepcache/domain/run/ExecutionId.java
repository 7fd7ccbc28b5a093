package dev.stepcache.domain.run;

/** Which start of a pipeline. 1 to 64 characters. */
public record ExecutionId(String text) implements Comparable<ExecutionId> {
  public ExecutionId {
    if (text.isEmpty() || text.length() > 64) {
      throw new IllegalArgumentException("an id of 1 to 64 characters: \"" + text + "\"");
    }
  }

  @Override
  public int compareTo(ExecutionId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

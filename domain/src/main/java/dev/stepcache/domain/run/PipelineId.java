package dev.stepcache.domain.run;

/**
 * Which pipeline, for good: one deleted and created again under its name is another (R8). 1 to 64
 * characters.
 */
public record PipelineId(String text) implements Comparable<PipelineId> {
  public PipelineId {
    if (text.isEmpty() || text.length() > 64) {
      throw new IllegalArgumentException("an id of 1 to 64 characters: \"" + text + "\"");
    }
  }

  @Override
  public int compareTo(PipelineId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.stepcache.domain.step;

/** The name of a pipeline; compared byte by byte. 1 to 256 characters. */
public record PipelineName(String text) {
  public static final int MAX_LENGTH = 256;

  public PipelineName {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a pipeline name of 1 to 256 characters: \"" + text + "\"");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

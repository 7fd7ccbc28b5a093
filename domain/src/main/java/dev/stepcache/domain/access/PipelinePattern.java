package dev.stepcache.domain.access;

import dev.stepcache.domain.step.PipelineName;

/**
 * Which pipelines a grant is about, by their names: {@code *} stands for any characters, none
 * included, and every other character for itself, its case too.
 *
 * @param text 1 to 256 characters
 */
public record PipelinePattern(String text) implements Comparable<PipelinePattern> {
  /** Of every pipeline, those to come included. */
  public static final PipelinePattern ALL = new PipelinePattern("*");

  private static final int LONGEST = 256;

  public PipelinePattern {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException("a pipeline pattern has 1 to 256 characters");
    }
  }

  public boolean matches(PipelineName pipeline) {
    return matches(pipeline.text());
  }

  private boolean matches(String name) {
    int at = 0;
    int in = 0;
    int star = -1;
    int retry = 0;
    while (in < name.length()) {
      if (at < text.length() && text.charAt(at) == '*') {
        star = at++;
        retry = in;
      } else if (at < text.length() && text.charAt(at) == name.charAt(in)) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++retry;
      } else {
        return false;
      }
    }
    while (at < text.length() && text.charAt(at) == '*') {
      at++;
    }
    return at == text.length();
  }

  @Override
  public int compareTo(PipelinePattern other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

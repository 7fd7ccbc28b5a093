package dev.stepcache.application.content;

/** Content that a decision needs is there and cannot be read. */
public class ContentUnreadable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ContentUnreadable(String message, Throwable cause) {
    super(message, cause);
  }

  /** What is wrong, in a sentence for people. */
  public String message() {
    return String.valueOf(getMessage());
  }
}

package dev.stepcache.domain.access;

/**
 * Who asks: a person or a program.
 *
 * @param text 1 to 64 letters, digits and {@code + = , . @ _ -}, as IAM names its users
 */
public record PrincipalName(String text) implements Comparable<PrincipalName> {
  private static final String LETTERS = "[A-Za-z0-9+=,.@_-]{1,64}";

  public PrincipalName {
    if (!isValid(text)) {
      throw new IllegalArgumentException(
          "a principal's name has 1 to 64 letters, digits and +=,.@_-");
    }
  }

  public static boolean isValid(String text) {
    return text.matches(LETTERS);
  }

  @Override
  public int compareTo(PrincipalName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.stepcache.domain.expiry;

/**
 * A text that is no ExpireAfter.
 *
 * @param position the character, counted from 0, at which the text stopped being one
 * @param expected what could have stood there
 */
public record ExpireAfterSyntaxError(String text, int position, String expected) {
  public String message() {
    String found =
        position < text.length()
            ? "found '" + Character.toString(text.codePointAt(position)) + "'"
            : "the text ends";
    return "\"%s\" is no ExpireAfter: at position %d expected %s, but %s"
        .formatted(text, position, expected, found);
  }
}

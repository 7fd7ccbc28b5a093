package dev.stepcache.cli.output;

/**
 * The colours of text on a terminal.
 *
 * @param colour whether there are any
 */
public record Style(boolean colour) {
  public String good(String text) {
    return set("32", text);
  }

  public String bad(String text) {
    return set("31", text);
  }

  public String notable(String text) {
    return set("33", text);
  }

  public String faint(String text) {
    return set("2", text);
  }

  public String strong(String text) {
    return set("1", text);
  }

  private String set(String code, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}

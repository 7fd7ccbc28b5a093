package dev.stepcache.application.json;

/**
 * Text that is no JSON value of the accepted kind (SPEC 4).
 *
 * @param line from 1
 * @param column from 1, in UTF-16 code units
 * @param pointer the JSON Pointer of the value that was being read
 */
public record JsonFault(int line, int column, String pointer, String message) {
  @Override
  public String toString() {
    String place = "line " + line + ", column " + column;
    return place + (pointer.isEmpty() ? "" : " (" + pointer + ")") + ": " + message;
  }
}

package dev.stepcache.cli.command;

import picocli.CommandLine.Option;

/** The option that every command has: the form of its answer. */
public final class OutputOption {

  /** The forms of an answer. */
  public enum Form {
    text,
    json
  }

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Text for people (default), or one JSON document.")
  private Form form = Form.text;

  boolean isJson() {
    return form == Form.json;
  }
}

package dev.stepcache.application.service;

/**
 * Why something is not done with a pipeline.
 *
 * @param pointer the place in what was given, a JSON Pointer; empty where it is no place in it
 */
public record PipelineFault(Kind kind, String pointer, String message) {

  /** What kind of "no" it is. */
  public enum Kind {
    /** The definition, or a value given for it, is not right. */
    INVALID,
    /** Something that was named is not there. */
    NOT_FOUND,
    /** There is a pipeline of that name already. */
    EXISTS,
    /** What goes on, or was done by somebody else meanwhile, does not allow it. */
    CONFLICT,
    /** No more is taken on now. */
    BUSY
  }
}

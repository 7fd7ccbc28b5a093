package dev.stepcache.cli.command;

/** What a command ends with (SPEC 7). */
public final class ExitCode {
  public static final int DONE = 0;

  /** A step or the pipeline failed. */
  public static final int FAILED = 1;

  public static final int LOOKUP_MISS = 10;
  public static final int LOOKUP_BYPASS = 11;
  public static final int USAGE = 64;
  public static final int INVALID_INPUT = 65;
  public static final int NOT_FOUND = 66;
  public static final int HISTORY_UNAVAILABLE = 69;

  /** A fault of stepcache itself. */
  public static final int OUR_BUG = 70;

  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}

package dev.stepcache.cli.command;

/** Ends a command with one clear message and an exit code. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int exitCode;

  private CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }

  public static CommandFailure invalid(String message) {
    return new CommandFailure(ExitCode.INVALID_INPUT, message);
  }

  public static CommandFailure notFound(String message) {
    return new CommandFailure(ExitCode.NOT_FOUND, message);
  }

  /** What is wrong, a sentence a line. */
  public String message() {
    return String.valueOf(getMessage());
  }

  public int exitCode() {
    return exitCode;
  }
}

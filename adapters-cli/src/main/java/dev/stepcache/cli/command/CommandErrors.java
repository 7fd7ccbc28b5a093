package dev.stepcache.cli.command;

import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.service.ServiceRefused;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place that turns what went wrong into a message and an exit code. */
public final class CommandErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Invocation invocation;

  public CommandErrors(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine command, ParseResult arguments) {
    return switch (thrown) {
      case CommandFailure failure -> {
        failure.message().lines().forEach(invocation.console()::note);
        yield failure.exitCode();
      }
      case RunHistoryUnavailable outage -> {
        invocation.console().note(outage.message());
        yield ExitCode.HISTORY_UNAVAILABLE;
      }
      case ServiceRefused refused -> {
        refused.message().lines().forEach(invocation.console()::note);
        yield ExitCode.USAGE;
      }
      case ContentUnreadable unreadable -> {
        invocation.console().note(unreadable.message());
        yield ExitCode.INVALID_INPUT;
      }
      case UncheckedIOException unreadable -> {
        invocation.console().note(String.valueOf(unreadable.getMessage()));
        yield ExitCode.INVALID_INPUT;
      }
      case ParameterException misused -> handleParseException(misused, new String[0]);
      default -> {
        invocation
            .console()
            .note(
                "this is a fault of stepcache: %s; STEPCACHE_DEBUG=1 shows where"
                    .formatted(thrown));
        if (invocation.environment().containsKey("STEPCACHE_DEBUG")) {
          thrown.printStackTrace(invocation.console().err());
        }
        yield ExitCode.OUR_BUG;
      }
    };
  }

  @Override
  public int handleParseException(ParameterException misused, String[] arguments) {
    invocation.console().note(String.valueOf(misused.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(misused, invocation.console().err())) {
      invocation
          .console()
          .err()
          .println(
              "Try '%s --help'."
                  .formatted(misused.getCommandLine().getCommandSpec().qualifiedName()));
    }
    return ExitCode.USAGE;
  }
}

package dev.stepcache.cli.bootstrap;

import dev.stepcache.cli.command.CheckCommand;
import dev.stepcache.cli.command.CommandErrors;
import dev.stepcache.cli.command.ExitCode;
import dev.stepcache.cli.command.Invocation;
import dev.stepcache.cli.command.PlanCommand;
import dev.stepcache.cli.command.RunCommand;
import dev.stepcache.cli.command.StepcacheCommand;
import dev.stepcache.cli.output.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** Starts the stepcache command. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Terminals terminals = Terminals.of(environment);
    Console console =
        new Console(out, err, terminals.output(), terminals.error(), terminals.colour());
    Signals signals = new Signals();
    Invocation invocation =
        new Invocation(
            console,
            System.in,
            Path.of(""),
            environment,
            DaggerSessionComponent.factory(),
            signals);
    int exitCode = commandLine(invocation).execute(arguments);
    out.flush();
    err.flush();
    signals.answered();
    System.exit(exitCode);
  }

  /** The command with all its commands. */
  static CommandLine commandLine(Invocation invocation) {
    CommandErrors errors = new CommandErrors(invocation);
    return new CommandLine(new StepcacheCommand())
        .addSubcommand(new RunCommand(invocation))
        .addSubcommand(new PlanCommand(invocation))
        .addSubcommand(new CheckCommand(invocation))
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors)
        .setExitCodeExceptionMapper(thrown -> ExitCode.OUR_BUG)
        .setCaseInsensitiveEnumValuesAllowed(false);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}

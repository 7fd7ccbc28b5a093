package dev.stepcache.cli.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.cli.command.CommandErrors;
import dev.stepcache.cli.command.Commands;
import dev.stepcache.cli.command.ExitCode;
import dev.stepcache.cli.command.Invocation;
import dev.stepcache.cli.command.StepcacheCommand;
import dev.stepcache.cli.output.Console;
import dev.stepcache.persistence.jooq.Stores;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Starts the stepcache command. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && Commands.opensStore(arguments[0])) {
      Thread.ofPlatform().daemon().name("preparation").start(Main::prepare);
    }
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
            InstantSource.system(),
            DaggerSessionComponent.factory(),
            signals);
    int exitCode = commandLine(invocation, arguments).execute(arguments);
    out.flush();
    err.flush();
    signals.answered();
    System.exit(exitCode);
  }

  /** While the arguments are read. Whatever goes wrong is met again, and told, by the command. */
  private static void prepare() {
    try {
      Stores.prepare();
    } catch (RuntimeException | LinkageError unprepared) {
      return;
    }
  }

  /**
   * The command with the one that its first argument names, which is all that a start needs; with
   * all commands where that is none.
   */
  static CommandLine commandLine(Invocation invocation, String... arguments) {
    boolean namesOne = arguments.length > 0 && Commands.NAMES.contains(arguments[0]);
    List<String> names = namesOne ? List.of(arguments[0]) : Commands.NAMES;
    CommandErrors errors = new CommandErrors(invocation);
    CommandLine line = new CommandLine(new StepcacheCommand());
    names.forEach(name -> line.addSubcommand(name, Commands.named(name, invocation)));
    return line.setOut(new PrintWriter(invocation.console().out(), true, UTF_8))
        .setErr(new PrintWriter(invocation.console().err(), true, UTF_8))
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors)
        .setExitCodeExceptionMapper(thrown -> ExitCode.OUR_BUG)
        .setCaseInsensitiveEnumValuesAllowed(false)
        // A word that begins with @ is what it says, as in exec ... -- curl -d @file.
        .setExpandAtFiles(false);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, UTF_8);
  }
}

package dev.stepcache.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "access",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Decides who may do what with a service over this history.",
      "Also how they prove who they are. It comes into force at once, in services that run too."
    })
public final class AccessCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its own commands. */
  static CommandLine with(Invocation invocation) {
    CommandLine line = new CommandLine(new AccessCommand());
    List.of(
            new AccessSubcommand.GrantOne(invocation),
            new AccessSubcommand.Revoke(invocation),
            new AccessSubcommand.ListAll(invocation),
            new AccessSubcommand.Token(invocation),
            new AccessSubcommand.Key(invocation),
            new AccessSubcommand.Drop(invocation))
        .forEach(line::addSubcommand);
    return line;
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "one of grant, revoke, list, token, key and drop is missing");
  }
}

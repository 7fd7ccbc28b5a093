package dev.stepcache.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "stepcache",
    mixinStandardHelpOptions = true,
    versionProvider = StepcacheCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Reuses earlier runs of a pipeline's steps, and says why or why not.")
public final class StepcacheCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = StepcacheCommand.class.getPackage().getImplementationVersion();
      return new String[] {"stepcache " + (version == null ? "(unpacked)" : version)};
    }
  }
}

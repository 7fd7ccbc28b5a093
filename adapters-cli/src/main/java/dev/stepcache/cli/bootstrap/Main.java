package dev.stepcache.cli.bootstrap;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The stepcache command. */
@Command(
    name = "stepcache",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeOnInvalidInput = 64,
    description = "Step caching for machine-learning pipelines.")
public final class Main implements Runnable {
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.err);
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"stepcache " + Main.class.getPackage().getImplementationVersion()};
    }
  }
}

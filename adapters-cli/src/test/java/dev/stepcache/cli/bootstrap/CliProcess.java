package dev.stepcache.cli.bootstrap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How stepcache is called as a process of its own, soon at work. */
final class CliProcess {
  private CliProcess() {}

  static List<String> command(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(words));
    return command;
  }
}

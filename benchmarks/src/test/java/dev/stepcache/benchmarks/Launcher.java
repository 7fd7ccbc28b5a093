package dev.stepcache.benchmarks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of the launcher and of the JDK that it starts, which is the one that runs this. */
final class Launcher {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String JAVA_HOME = System.getProperty("java.home");

  private final Path folder;

  /** Starts processes in a folder. */
  Launcher(Path folder) {
    this.folder = folder;
  }

  /** Waits until a first start has made the class cache that makes later ones fast. */
  void warmUp() throws Exception {
    stepcache("--version");
    Path builds = ROOT.resolve(".stepcache-build");
    Path newest = builds.resolve(Files.readString(builds.resolve("newest")).strip());
    Path cache = newest.resolve("classes-" + System.getProperty("java.runtime.version"));
    for (int i = 0; i < 300 && !Files.exists(cache); i++) {
      Thread.sleep(200);
    }
  }

  /** Runs a stepcache command, its words parted by blanks; answers what it said. */
  String stepcache(String command) throws Exception {
    return run(ROOT.resolve("stepcache"), command);
  }

  String javaVersion() throws Exception {
    return run(Path.of(JAVA_HOME, "bin", "java"), "-version");
  }

  private String run(Path program, String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments.split(" ")));
    File said = folder.resolve("said").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said);
    builder.environment().put("STEPCACHE_JAVA_HOME", JAVA_HOME);
    int exit = builder.start().waitFor();
    String text = Files.readString(said.toPath());
    if (exit != 0) {
      throw new IllegalStateException("%s ended with %d: %s".formatted(command, exit, text));
    }
    return text;
  }
}

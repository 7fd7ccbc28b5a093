package dev.stepcache.benchmarks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of the launcher and of the JDK that it starts, which is the one that runs this. */
final class Launcher {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** As Java spells it. */
  static final String SMALL_HEAP = "64m";

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

  /** The same, with no more memory than a small one. */
  String stepcacheInSmallHeap(String command) throws Exception {
    return run(ROOT.resolve("stepcache"), command, "-Xmx" + SMALL_HEAP);
  }

  /** Starts a program so many times, some at once. */
  String repeat(String program, int times, int atOnce) throws Exception {
    Path numbers = folder.resolve("numbers");
    Files.writeString(numbers, "1\n".repeat(times));
    return run(Path.of("xargs"), "-a numbers -n 1 -P %d %s".formatted(atOnce, program));
  }

  String javaVersion() throws Exception {
    return run(Path.of(JAVA_HOME, "bin", "java"), "-version");
  }

  private String run(Path program, String arguments) throws Exception {
    return run(program, arguments, "");
  }

  private String run(Path program, String arguments, String javaOptions) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments.split(" ")));
    File said = folder.resolve("said").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said);
    builder.environment().put("STEPCACHE_JAVA_HOME", JAVA_HOME);
    builder.environment().put("STEPCACHE_JAVA_OPTS", javaOptions);
    int exit = builder.start().waitFor();
    String text = Files.readString(said.toPath());
    if (exit != 0) {
      throw new IllegalStateException("%s ended with %d: %s".formatted(command, exit, text));
    }
    return text;
  }
}

package dev.stepcache.benchmarks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processes of the launcher, of the JDK that it starts, which is the one that runs this, and of
 * others beside them.
 */
final class Launcher {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final int WATCH_MILLIS = 20;

  private final Path folder;

  /** What a process printed, and the most memory that it had at once, in KiB. */
  record Ended(String said, long peak) {}

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
    return run(Map.of(), stepcacheCommand(command));
  }

  static List<String> stepcacheCommand(String command) {
    return words(ROOT.resolve("stepcache"), command);
  }

  /** The same in a heap of so much, as Java spells it. */
  Ended stepcacheInHeap(String heap, String command) throws Exception {
    Map<String, String> environment = Map.of("STEPCACHE_JAVA_OPTS", "-Xmx" + heap);
    List<String> words = stepcacheCommand(command);
    Process process = start(environment, words);
    long peak = 0;
    while (!process.waitFor(WATCH_MILLIS, MILLISECONDS)) {
      peak = Math.max(peak, peak(process));
    }
    return new Ended(said(process, words), peak);
  }

  /** Starts a program so many times, some at once. */
  String repeat(String program, int times, int atOnce) throws Exception {
    Path numbers = folder.resolve("numbers");
    Files.writeString(numbers, "1\n".repeat(times));
    String arguments = "-a numbers -n 1 -P %d %s".formatted(atOnce, program);
    return run(Map.of(), words(Path.of("xargs"), arguments));
  }

  String javaVersion() throws Exception {
    return run(Map.of(), words(Path.of(JAVA_HOME, "bin", "java"), "-version"));
  }

  /** Runs any command to its end, which has to be a good one; answers what it said. */
  String run(Map<String, String> environment, List<String> command) throws Exception {
    return said(start(environment, command), command);
  }

  private static List<String> words(Path program, String arguments) {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(List.of(arguments.split(" ")));
    return words;
  }

  private Process start(Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile());
    Map<String, String> variables = new HashMap<>(environment);
    variables.putIfAbsent("STEPCACHE_JAVA_OPTS", "");
    variables.put("STEPCACHE_JAVA_HOME", JAVA_HOME);
    builder.environment().putAll(variables);
    return builder.start();
  }

  private String said(Process process, List<String> command) throws Exception {
    int exit = process.waitFor();
    String said = Files.readString(folder.resolve("said"));
    if (exit != 0) {
      throw new IllegalStateException("%s ended with %d: %s".formatted(command, exit, said));
    }
    return said;
  }

  /** As Linux knows it; 0 where there is no such file, or no more. */
  private static long peak(Process process) {
    try {
      String status = Files.readString(Path.of("/proc/%d/status".formatted(process.pid())));
      Matcher matcher = PEAK.matcher(status);
      return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}

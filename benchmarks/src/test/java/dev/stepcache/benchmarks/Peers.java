package dev.stepcache.benchmarks;

import dev.stepcache.benchmarks.SideBySide.Times;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Executions of one {@link TaskGraph} by stepcache and by other tools, each a process that finds
 * all done before, and says so.
 */
final class Peers {
  private static final int ROUNDS = 5;
  private static final String STEPCACHE = "stepcache run";

  /** These are installed once, by npm. */
  private static final Path PACKAGES = Path.of("target", "peers").toAbsolutePath();

  private static final String NX = "node_modules/.bin/nx";

  private static final Map<String, String> VERSIONS = Map.of("turbo", "2.11.11", "nx", "24.0.6");
  private static final Map<String, String> SETTINGS =
      Map.of("TURBO_TELEMETRY_DISABLED", "1", "NX_NO_CLOUD", "true", "NX_TUI", "false");

  private final Path folder;
  private final List<Peer> peers = new ArrayList<>();

  /** A tool in the folder of its graph, and what it says when it finds all done. */
  private record Peer(
      String name,
      Path folder,
      Map<String, String> environment,
      List<String> command,
      String says) {

    String execute() throws Exception {
      String said = new Launcher(folder).run(environment, command);
      if (!said.contains(says)) {
        throw new IllegalStateException("%s has not found all done: %s".formatted(name, said));
      }
      return said;
    }
  }

  private Peers(Path folder) {
    this.folder = folder;
  }

  static void measure(Path folder) throws Exception {
    Table.chapter(
        "A graph of %,d tasks, %d wide, %d dependencies each, all done before"
            .formatted(TaskGraph.TASKS, TaskGraph.WIDTH, TaskGraph.DEPENDENCIES));
    Peers peers = new Peers(folder);
    peers.addStepcache();
    if (isInstalled("npm")) {
      installPackages();
      peers.addTurbo();
      peers.addNx();
    } else {
      Table.note("turbo and nx are left out: there is no npm to install them");
    }
    if (isInstalled("snakemake")) {
      peers.addSnakemake();
    } else {
      Table.note("snakemake is left out: it is not installed");
    }
    peers.measureAll();
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void installPackages() throws Exception {
    Files.createDirectories(PACKAGES);
    Files.writeString(PACKAGES.resolve("package.json"), "{\"private\": true}");
    List<String> packages =
        VERSIONS.entrySet().stream().map(one -> one.getKey() + "@" + one.getValue()).toList();
    List<String> install = List.of("install", "--prefer-offline", "--ignore-scripts", "--no-audit");
    new Launcher(PACKAGES).run(Map.of(), command("npm", install, packages));
    Table.note(String.join(", ", packages));
  }

  private void measureAll() throws Exception {
    SideBySide sideBySide = new SideBySide();
    peers.forEach(peer -> sideBySide.with(peer.name(), peer::execute));
    Times times;
    try {
      times = sideBySide.measure(Duration.ofMillis(1), ROUNDS, 1);
    } finally {
      stopDaemon();
    }
    for (Peer peer : peers.subList(1, peers.size())) {
      Table.line(times, STEPCACHE, peer.name(), "< 1");
    }
    Table.note("stepcache itself is to take 1 s at most");
  }

  private void addStepcache() throws Exception {
    Path in = folder.resolve("stepcache");
    TaskGraph.forStepcache(in);
    Launcher launcher = new Launcher(in);
    launcher.warmUp();
    List<String> command = Launcher.stepcacheCommand("run --pipeline graph pipeline.json");
    launcher.run(Map.of(), command);
    String says = "%d of %<d steps reused".formatted(TaskGraph.TASKS);
    peers.add(new Peer(STEPCACHE, in, Map.of(), command, says));
  }

  private void addTurbo() throws Exception {
    Path in = folder.resolve("turbo");
    TaskGraph.forTurbo(in);
    linkPackages(in);
    List<String> quietly = List.of("run", "--output-logs=none");
    List<String> command = command("node_modules/.bin/turbo", quietly, TaskGraph.last());
    new Launcher(in).run(withoutNpm(), command);
    String says = "%d cached, %<d total".formatted(TaskGraph.TASKS);
    peers.add(new Peer("turbo run", in, SETTINGS, command, says));
    List<String> withoutNode = command(binaryOfTurbo(), quietly, TaskGraph.last());
    peers.add(new Peer("turbo run, without Node", in, SETTINGS, withoutNode, says));
  }

  /**
   * turbo starts npm for every task that is not done. A program that does nothing, as the tasks do,
   * saves some ten minutes of that; when all is done none is started.
   */
  private Map<String, String> withoutNpm() throws Exception {
    Path npm = Files.createDirectories(folder.resolve("programs")).resolve("npm");
    Files.createSymbolicLink(npm, Path.of("/bin/true"));
    String path = npm.getParent() + File.pathSeparator + System.getenv("PATH");
    return with(SETTINGS, "PATH", path);
  }

  private static String binaryOfTurbo() throws Exception {
    try (Stream<Path> platforms = Files.list(PACKAGES.resolve("node_modules/@turbo"))) {
      return platforms.findAny().orElseThrow().resolve("bin/turbo").toString();
    }
  }

  private void addNx() throws Exception {
    Path in = folder.resolve("nx");
    TaskGraph.forNx(in);
    linkPackages(in);
    List<String> last = List.of(String.join(",", TaskGraph.last()));
    List<String> command = command(NX, List.of("run-many", "-t"), last);
    Map<String, String> alone = with(SETTINGS, "NX_DAEMON", "false");
    new Launcher(in).run(alone, command);
    String says = "%d/%<d hit".formatted(TaskGraph.TASKS);
    peers.add(new Peer("nx run-many", in, alone, command, says));
    Map<String, String> together = with(SETTINGS, "NX_DAEMON", "true");
    peers.add(new Peer("nx run-many, with a daemon", in, together, command, says));
  }

  private void stopDaemon() throws Exception {
    Path in = folder.resolve("nx");
    if (Files.exists(in)) {
      new Launcher(in).run(SETTINGS, List.of(NX, "daemon", "--stop"));
    }
  }

  private void addSnakemake() throws Exception {
    Path in = folder.resolve("snakemake");
    TaskGraph.forSnakemake(in);
    List<String> all = List.of("--cores", "2", "--quiet", "all", "--");
    new Launcher(in).run(Map.of(), command("snakemake", all, TaskGraph.last()));
    List<String> command = command("snakemake", List.of("--dry-run", "--"), TaskGraph.last());
    peers.add(new Peer("snakemake --dry-run", in, Map.of(), command, "Nothing to be done"));
    List<String> version = List.of("snakemake", "--version");
    Table.note("snakemake " + new Launcher(in).run(Map.of(), version).strip());
  }

  private static void linkPackages(Path in) throws Exception {
    Files.createSymbolicLink(in.resolve("node_modules"), PACKAGES.resolve("node_modules"));
  }

  private static List<String> command(String program, List<String> options, List<String> tasks) {
    return Stream.of(List.of(program), options, tasks).flatMap(List::stream).toList();
  }

  private static Map<String, String> with(Map<String, String> settings, String key, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(key, value);
    return more;
  }
}

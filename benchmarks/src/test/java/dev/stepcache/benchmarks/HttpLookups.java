package dev.stepcache.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.benchmarks.Past.Asked;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.persistence.jooq.RunHistories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lookups over HTTP that hit, asked by wrk on the same machine, beside a constant answer of the
 * same server.
 */
final class HttpLookups {
  private static final int RUNS = 10_000;
  private static final int BODIES = 200;
  private static final int CONNECTIONS = 32;
  private static final int ROUNDS = 3;
  private static final int SECONDS = 6;
  private static final int WARM_UP_SECONDS = 20;
  private static final String HEAP = "512m";
  private static final Pattern ADDRESS = Pattern.compile("serves at (\\S+);");
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern LATE = Pattern.compile("99%\\s+(\\S+)");

  /** Asks for one body after the other, and says how many answers were no success. */
  private static final String ASK =
      """
      local bodies = {}
      for line in io.lines(bodies_file) do
        local tab = line:find("\\t")
        bodies[#bodies + 1] = {line:sub(1, tab - 1), line:sub(tab + 1)}
      end
      local at = 0
      request = function()
        at = at % #bodies + 1
        return wrk.format("POST", bodies[at][1], {["Content-Type"] = "application/json"}, bodies[at][2])
      end
      """;

  private final Path folder;
  private final Past past = new Past();
  private final Map<String, List<Double>> rates = new HashMap<>();
  private final Map<String, List<String>> late = new HashMap<>();

  private HttpLookups(Path folder) {
    this.folder = folder;
  }

  static void measure(Path folder) throws Exception {
    new HttpLookups(folder).measure();
  }

  private void measure() throws Exception {
    Table.chapter(
        "Lookups over HTTP that hit, among %,d runs, asked by wrk over %d connections on the same machine; services in %s of heap"
            .formatted(RUNS, CONNECTIONS, HEAP));
    new Launcher(folder).warmUp();
    Files.writeString(
        folder.resolve("ask.lua"), "local bodies_file = \"" + bodies() + "\"\n" + ASK);
    String sqlite = "jdbc:sqlite:" + folder.resolve("history.db");
    fill(sqlite);
    try (MySqlDatabases databases = new MySqlDatabases()) {
      String mysql = databases.make(1);
      fill(mysql);
      try (Server bare = bare();
          Server onSqlite = service("sqlite", sqlite);
          Server one = service("one", mysql);
          Server two = service("two", mysql)) {
        Map<String, List<Server>> asked =
            Map.of(
                "a constant answer", List.of(bare),
                "on SQLite", List.of(onSqlite),
                "on MySQL", List.of(one),
                "on MySQL, two nodes", List.of(one, two));
        for (var what : asked.entrySet()) {
          ask(what.getKey(), what.getValue(), WARM_UP_SECONDS);
        }
        rates.clear();
        late.clear();
        for (int round = 0; round < ROUNDS; round++) {
          for (var what : asked.entrySet()) {
            ask(what.getKey(), what.getValue(), SECONDS);
          }
        }
      }
    }
    double constant = median("a constant answer");
    for (String what :
        List.of("a constant answer", "on SQLite", "on MySQL", "on MySQL, two nodes")) {
      Table.note(
          "%-22s %,9.0f a second, %.2f of the constant answer; 99 %% within %s"
              .formatted(what, median(what), median(what) / constant, late.get(what)));
    }
  }

  private double median(String what) {
    List<Double> all = rates.getOrDefault(what, List.of()).stream().sorted().toList();
    return all.get(all.size() / 2);
  }

  private void fill(String url) {
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      history.importAll(past.records(RUNS));
    }
  }

  private Path bodies() throws Exception {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < BODIES; i++) {
      Asked asked = past.known(random);
      AttributeValue body = AttributeValue.object(Map.of("step", asked.step().content()));
      lines.add(
          "/v1/pipelines/%s/lookups\t%s"
              .formatted(asked.pipeline().text(), CanonicalJson.text(body)));
    }
    return Files.write(folder.resolve("bodies"), lines);
  }

  /** Has wrk ask servers at once, and notes what all together answered. */
  private void ask(String what, List<Server> servers, int seconds) throws Exception {
    List<Process> asking = new ArrayList<>();
    for (Server server : servers) {
      asking.add(
          new ProcessBuilder(
                  "wrk",
                  "-t1",
                  "-c" + CONNECTIONS / servers.size(),
                  "-d" + seconds + "s",
                  "--latency",
                  "-s",
                  folder.resolve("ask.lua").toString(),
                  server.address())
              .redirectErrorStream(true)
              .start());
    }
    double rate = 0;
    for (Process one : asking) {
      String said = new String(one.getInputStream().readAllBytes(), UTF_8);
      if (one.waitFor() != 0 || said.contains("Non-2xx")) {
        throw new IllegalStateException(what + ": " + said);
      }
      rate += Double.parseDouble(found(RATE, said));
      late.computeIfAbsent(what, w -> new ArrayList<>()).add(found(LATE, said));
    }
    rates.computeIfAbsent(what, w -> new ArrayList<>()).add(rate);
  }

  private static String found(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    if (!matcher.find()) {
      throw new IllegalStateException("wrk said: " + said);
    }
    return matcher.group(1);
  }

  private Server bare() throws Exception {
    return new Server(
        folder.resolve("bare"),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            BareServer.class.getName()));
  }

  private Server service(String name, String history) throws Exception {
    return new Server(
        folder.resolve(name),
        List.of(
            Path.of("..", "stepcache").toAbsolutePath().normalize().toString(),
            "serve",
            "--port",
            "0",
            "--log",
            "/dev/null",
            "--objects",
            folder.resolve("objects").toString(),
            "--history",
            history));
  }

  /** A process that says where it serves. */
  private static final class Server implements AutoCloseable {
    private final Process process;
    private final String address;

    Server(Path folder, List<String> command) throws Exception {
      Path said = Files.createDirectories(folder).resolve("said");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      Map<String, String> environment = builder.environment();
      environment.put("STEPCACHE_JAVA_HOME", System.getProperty("java.home"));
      environment.put("STEPCACHE_JAVA_OPTS", "-Xmx" + HEAP);
      process = builder.start();
      while (true) {
        Matcher matcher = ADDRESS.matcher(Files.readString(said));
        if (matcher.find()) {
          address = matcher.group(1);
          return;
        }
        if (!process.isAlive()) {
          throw new IllegalStateException(Files.readString(said));
        }
        Thread.sleep(20);
      }
    }

    String address() {
      return address;
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}

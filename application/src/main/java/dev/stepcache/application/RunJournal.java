package dev.stepcache.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.HistoryJson;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.RunHistory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts that a history could not take, kept in files beside the work until it can (R17, X9). Every
 * process writes a file of its own, under a lock; a file that nobody holds is taken up by whoever
 * comes next.
 */
public final class RunJournal implements AutoCloseable {
  private static final String ENDING = ".journal";

  private final Path folder;
  private final String owner;
  private @Nullable FileChannel file;

  /**
   * @param folder made when the first fact is written
   * @param owner the name of the file, unlike anybody else's
   */
  public RunJournal(Path folder, String owner) {
    this.folder = folder;
    this.owner = owner;
  }

  /** Keeps facts for later; they are durable when this returns. */
  public synchronized void append(List<HistoryRecord> facts) throws IOException {
    FileChannel open = file;
    if (open == null) {
      Files.createDirectories(folder);
      open =
          FileChannel.open(
              ownFile(),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND);
      open.lock();
      file = open;
    }
    StringBuilder lines = new StringBuilder();
    facts.forEach(fact -> lines.append(HistoryJson.write(fact)).append('\n'));
    ByteBuffer bytes = UTF_8.encode(lines.toString());
    while (bytes.hasRemaining()) {
      open.write(bytes);
    }
    open.force(true);
  }

  /**
   * Hands all kept facts to a history, of this process and of those that are gone; answers how many
   * runs that were. What was handed over is no longer kept here.
   */
  public synchronized long handOver(RunHistory history) throws IOException {
    long runs = 0;
    if (file != null) {
      runs += handOver(ownFile(), history);
      close();
      Files.deleteIfExists(ownFile());
    }
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
        for (Path left : files) {
          runs += takeUp(left, history);
        }
      }
    }
    return runs;
  }

  private static long takeUp(Path left, RunHistory history) throws IOException {
    try (FileChannel channel = FileChannel.open(left, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        return 0;
      }
      long runs = handOver(left, history);
      Files.deleteIfExists(left);
      return runs;
    } catch (OverlappingFileLockException held) {
      return 0;
    }
  }

  private static long handOver(Path journal, RunHistory history) throws IOException {
    List<HistoryRecord> facts = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(journal, UTF_8)) {
      // A line that a crash cut short was never reported as kept.
      lines.lines().forEach(line -> HistoryJson.read(line).forEach(facts::add));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return history.importAll(facts.stream()).runs();
  }

  private Path ownFile() {
    return folder.resolve(owner + ENDING);
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}

package dev.stepcache.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.stepcache.application.json.HistoryJson;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.HistoryRecord.OfExecution;
import dev.stepcache.application.port.HistoryRecord.OfRun;
import dev.stepcache.application.port.HistoryRecord.OfStep;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.step.StepName;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Facts that a history could not take, kept in files beside the work until it can (R17, X9). Every
 * process writes files of its own, under a lock; a file that nobody holds is taken up by whoever
 * comes next.
 */
public final class RunJournal implements AutoCloseable {
  private static final String ENDING = ".journal";
  private static final String ABANDONED = "Its process was gone before it ended.";

  private final Path folder;
  private final String owner;
  private final List<HistoryRecord> unwritten = new ArrayList<>();
  private int files;
  private @Nullable Held held;

  /**
   * @param folder made when the first fact is written
   * @param owner what the names of the files begin with, unlike anybody else's
   */
  public RunJournal(Path folder, String owner) {
    this.folder = folder;
    this.owner = owner;
  }

  /** A file under our lock. A stream: an interrupted thread would close a channel it writes to. */
  private record Held(Path path, FileOutputStream file) {}

  /**
   * Keeps facts for later; they are durable when this returns. Those that could not be written are
   * still to be handed over, and are written with the next ones.
   */
  public synchronized void append(List<HistoryRecord> facts) throws IOException {
    unwritten.addAll(facts);
    Held own = held == null ? hold() : held;
    held = own;
    // On a line of its own, should a full disk have cut the one before it short.
    StringBuilder lines = new StringBuilder("\n");
    unwritten.forEach(fact -> lines.append(HistoryJson.write(fact)).append('\n'));
    own.file().write(lines.toString().getBytes(UTF_8));
    own.file().getFD().sync();
    unwritten.clear();
  }

  /** A new file. It has its name only once it is locked: before, others would take it up. */
  private Held hold() throws IOException {
    Files.createDirectories(folder);
    files++;
    Path path = folder.resolve(owner + "-" + files + ENDING);
    Path unnamed = folder.resolve(owner + "-" + files + ".new");
    FileOutputStream file = new FileOutputStream(unnamed.toFile());
    try {
      if (file.getChannel().tryLock() == null) {
        throw new IOException(unnamed + " is locked by somebody else");
      }
      Files.move(unnamed, path, ATOMIC_MOVE);
      return new Held(path, file);
    } catch (IOException | RuntimeException failed) {
      file.close();
      throw failed;
    }
  }

  /**
   * Hands all kept facts to a history, of this process and of those that are gone. What was handed
   * over is no longer kept here. Answers how many runs keep another end there: somebody had stopped
   * them when their lease was over.
   */
  public synchronized long handOver(RunHistory history) throws IOException {
    long refused = handOverOwn(history);
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + ENDING)) {
        for (Path file : left) {
          refused += takeUp(file, history);
        }
      }
    }
    return refused;
  }

  private long handOverOwn(RunHistory history) throws IOException {
    Held own = held;
    List<HistoryRecord> facts = own == null ? new ArrayList<>() : facts(own.path());
    facts.addAll(unwritten);
    long refused = facts.isEmpty() ? 0 : handOver(facts, history);
    unwritten.clear();
    if (own != null) {
      Files.deleteIfExists(own.path());
      close();
    }
    return refused;
  }

  private static long takeUp(Path left, RunHistory history) throws IOException {
    try (FileChannel channel = FileChannel.open(left, WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return 0;
      }
      List<HistoryRecord> facts = facts(left);
      facts.addAll(ends(facts, Files.getLastModifiedTime(left).toInstant()));
      long refused = handOver(facts, history);
      Files.deleteIfExists(left);
      return refused;
    } catch (OverlappingFileLockException | NoSuchFileException heldOrHandedOver) {
      return 0;
    }
  }

  private static long handOver(List<HistoryRecord> facts, RunHistory history) {
    history.importAll(facts.stream());
    return facts.stream()
        .flatMap(fact ->
            fact instanceof OfRun run && run.run() instanceof StepRun.Succeeded success
                ? Stream.of(success)
                : Stream.empty())
        .filter(success -> isRefused(success, history))
        .count();
  }

  private static boolean isRefused(StepRun.Succeeded success, RunHistory history) {
    return history
        .findRun(success.id())
        .filter(kept -> !(kept.run() instanceof StepRun.Succeeded))
        .isPresent();
  }

  private static List<HistoryRecord> facts(Path journal) throws IOException {
    List<HistoryRecord> facts = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(journal, UTF_8)) {
      // A line that a crash cut short was never reported as kept.
      lines.lines().forEach(line -> HistoryJson.read(line).forEach(facts::add));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return facts;
  }

  /** How that ended which the owner of a journal left going on when it went. */
  private static List<HistoryRecord> ends(List<HistoryRecord> facts, Instant at) {
    Map<ExecutionId, Execution> executions = new LinkedHashMap<>();
    Map<ExecutionId, Map<StepName, ExecutedStep>> steps = new LinkedHashMap<>();
    for (HistoryRecord fact : facts) {
      if (fact instanceof OfExecution(Execution execution)) {
        executions.put(execution.id(), execution);
      } else if (fact instanceof OfStep(ExecutionId execution, ExecutedStep step)) {
        steps.computeIfAbsent(execution, id -> new LinkedHashMap<>()).put(step.name(), step);
      }
    }
    List<HistoryRecord> ends = new ArrayList<>();
    executions.values().removeIf(execution -> execution.status().isTerminal());
    for (Execution execution : executions.values()) {
      Instant end = at.isBefore(execution.startedAt()) ? execution.startedAt() : at;
      ends.add(
          new OfExecution(execution.ended(Execution.Status.STOPPED, end, Optional.of(ABANDONED))));
      steps.getOrDefault(execution.id(), Map.of()).values().stream()
          .filter(step -> step.status() == ExecutedStep.Status.EXECUTING)
          .forEach(step -> ends.add(new OfStep(execution.id(), step.stopped(end, ABANDONED))));
    }
    return ends;
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      if (!unwritten.isEmpty()) {
        append(List.of());
      }
    } finally {
      if (held != null) {
        held.file().close();
        held = null;
      }
    }
  }
}

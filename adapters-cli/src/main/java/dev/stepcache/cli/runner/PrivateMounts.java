package dev.stepcache.cli.runner;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Gives jobs their {@code /opt/ml}; whether it can be mounted is tried out once. */
final class PrivateMounts {
  /** As root, and without being it. */
  private static final List<List<String>> WAYS =
      List.of(List.of("unshare", "--mount"), List.of("unshare", "--map-root-user", "--mount"));

  private static final long PATIENCE_SECONDS = 20;

  private final Optional<OptMlMode> mode;
  private Optional<List<String>> found = Optional.empty();
  private boolean triedOut;

  /**
   * @param mode empty where the one asked for is none that there is
   */
  PrivateMounts(Optional<OptMlMode> mode) {
    this.mode = mode;
  }

  /** Why no job can be shown {@code /opt/ml} as it was asked for, as a clause. */
  Optional<String> fault() throws InterruptedException {
    if (mode.isEmpty()) {
      return Optional.of(OptMlMode.VARIABLE + " is neither mount nor rewrite");
    }
    return mode.get() == OptMlMode.MOUNT && way().isEmpty()
        ? Optional.of(OptMlMode.VARIABLE + " is mount, but this system lets nobody here mount")
        : Optional.empty();
  }

  /**
   * The {@code /opt/ml} of a job.
   *
   * @param scratch the job's own folder, in which it is made
   */
  LocalOptMl make(Path scratch) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(scratch.toRealPath().resolve("ml"));
    Optional<String> fault = fault();
    if (fault.isPresent()) {
      throw new IOException(fault.get());
    }
    Optional<List<String>> unshare =
        mode.filter(OptMlMode.REWRITE::equals).isPresent() ? Optional.empty() : way();
    return unshare.isPresent()
        ? new MountedOptMl(folder, folder.resolveSibling("opt"), unshare.get())
        : new RewrittenOptMl(folder);
  }

  /** Begins a command that can mount; empty where none can. */
  synchronized Optional<List<String>> way() throws InterruptedException {
    if (!triedOut) {
      found = tryOut();
      triedOut = true;
    }
    return found;
  }

  private static Optional<List<String>> tryOut() throws InterruptedException {
    for (List<String> way : WAYS) {
      if (works(way)) {
        return Optional.of(way);
      }
    }
    return Optional.empty();
  }

  private static boolean works(List<String> way) throws InterruptedException {
    try {
      Path scratch = Files.createTempDirectory("stepcache-mount");
      try {
        return works(new MountedOptMl(scratch.resolve("ml"), scratch.resolve("opt"), way));
      } finally {
        Files.deleteIfExists(scratch.resolve("ml/probe"));
        Files.deleteIfExists(scratch.resolve("ml"));
        Files.deleteIfExists(scratch.resolve("opt"));
        Files.deleteIfExists(scratch);
      }
    } catch (IOException notHere) {
      return false;
    }
  }

  private static boolean works(LocalOptMl optMl) throws IOException, InterruptedException {
    Files.createDirectory(optMl.folder());
    Process probe =
        new ProcessBuilder(
                optMl.start(List.of("sh", "-c", ": > /opt/ml/probe && test -f probe"), OptMl.ROOT))
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    try {
      return probe.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
          && probe.exitValue() == 0
          && Files.exists(optMl.folder().resolve("probe"));
    } finally {
      probe.destroyForcibly();
    }
  }
}

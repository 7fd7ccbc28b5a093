package dev.stepcache.application;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.step.StepName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds what steps printed, kept beside the work of the machine that ran them. */
public final class StepLogs {
  private final RunHistory history;
  private final Path folder;

  /**
   * @param folder where jobs have their scratch folders and logs
   */
  public StepLogs(RunHistory history, Path folder) {
    this.history = history;
    this.folder = folder;
  }

  /**
   * Where the output of a step's work is.
   *
   * @param execution the one in which the work was done
   * @param log a file that is there as soon as something is printed
   */
  public record Printing(ExecutionId execution, StepName step, Path log) {}

  /** The output of a step that was decided; of one that was reused, of the run that it reused. */
  public Optional<Printing> of(ExecutionId execution, StepName step) {
    Optional<ExecutedStep> decided =
        history.steps(execution).stream().filter(known -> known.name().equals(step)).findFirst();
    if (decided.isEmpty()) {
      return Optional.empty();
    }
    Optional<StepRun> source =
        decided.get().source().flatMap(history::findRun).map(RecordedRun::run);
    ExecutionId worked =
        source.flatMap(StepRun::execution).or(() -> decided.get().takenFrom()).orElse(execution);
    return Optional.of(new Printing(worked, step, Scratch.log(folder, worked.text(), step.text())));
  }

  /** Deletes what a run printed on this machine; answers whether there was something. */
  public boolean delete(StepRun run) throws IOException {
    Optional<ExecutionId> execution = run.execution();
    return execution.isPresent()
        && Files.deleteIfExists(
            Scratch.log(folder, execution.get().text(), run.scope().step().text()));
  }
}

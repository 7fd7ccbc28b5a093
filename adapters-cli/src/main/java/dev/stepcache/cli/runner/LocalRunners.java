package dev.stepcache.cli.runner;

import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.StepType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes the runners of this machine. */
public final class LocalRunners {
  private LocalRunners() {}

  /**
   * The runner that starts processes: the command that {@code stepcache.json} has for a step, else
   * what the step itself says.
   *
   * @param objectsFolder where the objects are kept, told to commands
   * @param models the arguments that a model was made with, by its name
   * @param environment what jobs inherit; {@code STEPCACHE_OPT_ML_MODE} in it, mount or rewrite,
   *     says how they are shown {@code /opt/ml}
   */
  public static StepRunner processes(
      StepCommands commands,
      ObjectStore objects,
      Path objectsFolder,
      Function<String, Optional<ObjectValue>> models,
      Map<String, String> environment) {
    JobProcesses processes = new JobProcesses(environment);
    Transfer transfer = new Transfer(objects);
    StepRunner builtIn =
        new ProcessRunner(
            Map.of(
                StepType.PROCESSING, new ProcessingJob(transfer),
                StepType.TRAINING, new TrainingJob(transfer),
                StepType.TRANSFORM, new TransformJob(transfer, models)),
            new PrivateMounts(OptMlMode.of(environment)),
            processes);
    return new LocalRunner(new CommandRunner(commands, objects, objectsFolder, processes), builtIn);
  }

  /** The runner that runs nothing. */
  public static StepRunner simulated() {
    return new SimulatedRunner();
  }
}

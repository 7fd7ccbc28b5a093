package dev.stepcache.cli.runner;

import dev.stepcache.application.content.ModelPackages;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.StepType;
import java.time.InstantSource;
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
   * @param objectsPlace where the objects are kept, told to commands
   * @param models the arguments that a model was made with, by its name
   * @param environment what jobs inherit; {@code STEPCACHE_OPT_ML_MODE} in it, mount or rewrite,
   *     says how they are shown {@code /opt/ml}
   * @param clock stamps what steps make
   */
  public static StepRunner processes(
      StepCommands commands,
      ObjectStore objects,
      String objectsPlace,
      Function<String, Optional<ObjectValue>> models,
      Map<String, String> environment,
      InstantSource clock) {
    JobProcesses processes = new JobProcesses(environment);
    Platform platform = new LocalPlatform(new PrivateMounts(OptMlMode.of(environment)), processes);
    CommandRunner own = new CommandRunner(commands, objects, objectsPlace, processes);
    EmrStep emr = new EmrStep(new HadoopJars(objects), objectsPlace, processes, clock);
    return steps(jobs(objects, models, platform), own, emr, objects, clock);
  }

  /**
   * The runner that starts containers by docker or podman, of the images that steps name; a command
   * that {@code stepcache.json} has for a step is a process all the same, and so is an EMR step.
   *
   * @param environment what engines and commands inherit; {@code STEPCACHE_CONTAINER_ENGINE} in it
   *     names the engine
   */
  public static StepRunner containers(
      StepCommands commands,
      ObjectStore objects,
      String objectsPlace,
      Function<String, Optional<ObjectValue>> models,
      Map<String, String> environment,
      InstantSource clock) {
    JobProcesses processes = new JobProcesses(environment);
    Platform platform =
        new ContainerPlatform(
            new ContainerEngines(processes.inherited()), new Containers(processes));
    CommandRunner own = new CommandRunner(commands, objects, objectsPlace, processes);
    EmrStep emr = new EmrStep(new HadoopJars(objects), objectsPlace, processes, clock);
    return steps(jobs(objects, models, platform), own, emr, objects, clock);
  }

  private static StepRunner jobs(
      ObjectStore objects, Function<String, Optional<ObjectValue>> models, Platform platform) {
    Transfer transfer = new Transfer(objects);
    BuiltInJob processing = new ProcessingJob(transfer, platform);
    return new JobRunner(
        Map.of(
            StepType.PROCESSING, processing,
            StepType.CLARIFY_CHECK, processing,
            StepType.QUALITY_CHECK, processing,
            StepType.TRAINING, new TrainingJob(transfer, platform),
            StepType.TRANSFORM, new TransformJob(transfer, models, platform)),
        platform);
  }

  /** The runner of all steps that can be run here, of jobs and of what is made of jobs. */
  private static StepRunner steps(
      StepRunner jobs,
      CommandRunner commands,
      EmrStep emr,
      ObjectStore objects,
      InstantSource clock) {
    ModelPackages packages = new ModelPackages(objects);
    StepRunner builtIn =
        new BuiltInSteps(
            Map.of(
                StepType.TUNING, new TuningStep(jobs, clock),
                StepType.EMR, emr,
                StepType.REGISTER_MODEL, new RegisterModelStep(packages, clock)),
            jobs);
    return new CheckRunner(new LocalRunner(commands, builtIn), packages, objects);
  }

  /** The runner that starts the user's commands, and leaves all other steps to another runner. */
  public static StepRunner commandsElse(
      StepRunner others,
      StepCommands commands,
      ObjectStore objects,
      String objectsPlace,
      Map<String, String> environment) {
    return new LocalRunner(
        new CommandRunner(commands, objects, objectsPlace, new JobProcesses(environment)), others);
  }

  /** The runner that runs nothing. */
  public static StepRunner simulated() {
    return new SimulatedRunner();
  }
}

package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.util.Optional;

/** This machine as it is: programs are its processes, and an image is not asked for. */
final class LocalPlatform implements Platform {
  private final PrivateMounts mounts;
  private final JobProcesses processes;

  LocalPlatform(PrivateMounts mounts, JobProcesses processes) {
    this.mounts = mounts;
    this.processes = processes;
  }

  @Override
  public String manner() {
    return "as a local process";
  }

  @Override
  public Optional<String> fault() throws InterruptedException {
    return mounts.fault();
  }

  @Override
  public Optional<String> processingFault(ObjectValue arguments) {
    return Requests.hasItems(arguments.objectMember("AppSpecification"), "ContainerEntrypoint")
        ? Optional.empty()
        : Optional.of("its AppSpecification has no ContainerEntrypoint");
  }

  @Override
  public Optional<String> trainingFault(ObjectValue arguments) {
    return Requests.hasItems(
                arguments.objectMember("AlgorithmSpecification"), "ContainerEntrypoint")
            || ScriptMode.isNamed(arguments)
        ? Optional.empty()
        : Optional.of(
            "it has neither AlgorithmSpecification.ContainerEntrypoint nor a script in the"
                + " HyperParameters sagemaker_program and sagemaker_submit_directory");
  }

  @Override
  public Optional<String> pathFault(String path) {
    return OptMl.isBelow(path) ? Optional.empty() : Optional.of("is not below /opt/ml");
  }

  @Override
  public Workplace make(Job job) throws IOException, InterruptedException {
    return new LocalWorkplace(job, mounts.make(job.scratch()), processes);
  }
}

package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.content.Digests;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.StepName;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * An EMR step: its HadoopJarStep is a process of this machine. There is no cluster, so that the
 * cluster that is asked for is only noted; and its arguments are left as they are, places of S3
 * included, for which {@code STEPCACHE_OBJECTS} names the folder that they are kept in.
 */
final class EmrStep implements BuiltInStep {
  private final HadoopJars jars;
  private final String objectsPlace;
  private final JobProcesses processes;
  private final InstantSource clock;

  EmrStep(HadoopJars jars, String objectsPlace, JobProcesses processes, InstantSource clock) {
    this.jars = jars;
    this.objectsPlace = objectsPlace;
    this.processes = processes;
    this.clock = clock;
  }

  @Override
  public Optional<String> refusal(StepName name, ObjectValue arguments) {
    return HadoopJars.fault(arguments).map(why -> StepCommands.refusal(name, why));
  }

  @Override
  public Result.Done run(Job job) throws IOException, InterruptedException, JobFailure {
    ObjectValue config = Requests.member(job.step().arguments(), "StepConfig");
    ObjectValue jarStep = Requests.member(config, "HadoopJarStep");
    Instant startedAt = clock.instant();
    List<String> command = jars.command(jarStep, job.scratch().toRealPath());
    Map<String, String> environment = processes.inherited();
    environment.keySet().removeIf(variable -> variable.startsWith("STEPCACHE_"));
    environment.put("STEPCACHE_OBJECTS", objectsPlace);
    long before = Files.exists(job.log()) ? Files.size(job.log()) : 0;
    OptionalInt exitCode;
    try (RunningJob running =
        processes.start(command, environment, job.scratch().toRealPath(), job.log())) {
      exitCode = running.await(Optional.empty());
    }
    if (exitCode.orElse(0) != 0) {
      throw new JobFailure(FailureReason.ofCommand(exitCode.getAsInt(), job.log(), before));
    }
    return new Result.Done(described(job, config, startedAt), new TreeMap<>(), Set.of());
  }

  /** As DescribeStep answers it, with the cluster. */
  private ObjectValue described(Job job, ObjectValue config, Instant startedAt) throws JobFailure {
    ObjectValue jarStep = Requests.member(config, "HadoopJarStep");
    ObjectValue timeline =
        ObjectValue.EMPTY
            .with("CreationDateTime", instant(startedAt))
            .with("StartDateTime", instant(startedAt))
            .with("EndDateTime", instant(clock.instant()));
    ObjectValue status =
        ObjectValue.EMPTY
            .with("State", AttributeValue.text("COMPLETED"))
            .with("Timeline", timeline);
    Map<String, String> properties = HadoopJars.properties(jarStep);
    TreeMap<String, AttributeValue> byKey = new TreeMap<>();
    properties.forEach((key, value) -> byKey.put(key, AttributeValue.text(value)));
    return ObjectValue.EMPTY
        .with("Id", AttributeValue.text("s-" + identifier(job)))
        .with("Name", config.member("Name").orElse(AttributeValue.text(job.step().name().text())))
        .with("Config", jarStep.with("Properties", new ObjectValue(byKey)))
        .with(
            "ActionOnFailure",
            config.member("ActionOnFailure").orElse(AttributeValue.text("CONTINUE")))
        .with("Status", status)
        .with(
            "ClusterId",
            job.step()
                .arguments()
                .member("ClusterId")
                .orElse(AttributeValue.text("j-" + identifier(job))));
  }

  private static String identifier(Job job) {
    return Digests.sha256(job.name().getBytes(UTF_8)).substring(0, 13).toUpperCase(Locale.ROOT);
  }

  private static AttributeValue instant(Instant instant) {
    return AttributeValue.text(JsonObject.instant(instant));
  }
}

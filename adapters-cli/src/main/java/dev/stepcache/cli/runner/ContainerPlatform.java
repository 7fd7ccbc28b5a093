package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Containers of this machine, made of the images that requests name. */
final class ContainerPlatform implements Platform {
  private final ContainerEngines engines;
  private final Containers containers;

  ContainerPlatform(ContainerEngines engines, Containers containers) {
    this.engines = engines;
    this.containers = containers;
  }

  @Override
  public String manner() {
    return "in a container";
  }

  @Override
  public Optional<String> fault() {
    try {
      Either<String, ContainerEngine> engine = engines.find();
      return engine.isLeft() ? Optional.of(engine.getLeft()) : Optional.empty();
    } catch (IOException failed) {
      return Optional.of("no container engine can be tried out: " + failed.getMessage());
    }
  }

  @Override
  public Optional<String> processingFault(ObjectValue arguments) {
    return imageFault(arguments, "AppSpecification", "ImageUri");
  }

  @Override
  public Optional<String> trainingFault(ObjectValue arguments) {
    return imageFault(arguments, "AlgorithmSpecification", "TrainingImage");
  }

  private static Optional<String> imageFault(ObjectValue arguments, String member, String image) {
    return arguments
            .objectMember(member)
            .filter(found -> Texts.isExpression(found) || found.member(image).isPresent())
            .isPresent()
        ? Optional.empty()
        : Optional.of("its %s has no %s".formatted(member, image));
  }

  @Override
  public Optional<String> pathFault(String path) {
    return ContainerOptMl.canShow(path)
        ? Optional.empty()
        : Optional.of("is no absolute path that a folder can be mounted at");
  }

  @Override
  public Optional<String> servingNote(ObjectValue model) {
    return Requests.isTrue(model, "EnableNetworkIsolation")
        ? Optional.of(
            "its model has EnableNetworkIsolation, but a container that is asked over a port is"
                + " not isolated here")
        : Optional.empty();
  }

  @Override
  public Workplace make(Job job) throws IOException {
    ContainerEngine engine = engines.find().getOrElseThrow(fault -> new IOException(fault));
    Path scratch = job.scratch().toRealPath();
    ContainerOptMl optMl =
        new ContainerOptMl(
            Files.createDirectories(scratch.resolve("ml")),
            Files.createDirectories(scratch.resolve("elsewhere")));
    return new ContainerWorkplace(job, optMl, engine, containers);
  }
}

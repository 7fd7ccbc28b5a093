package dev.stepcache.cli.bootstrap;

import dagger.Module;
import dagger.Provides;
import dev.stepcache.application.content.Models;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.cli.command.CommandFailure;
import dev.stepcache.cli.command.Settings;
import dev.stepcache.cli.runner.LocalRunners;
import dev.stepcache.cli.runner.StepCommands;
import dev.stepcache.cli.sagemaker.SageMakerRunners;
import dev.stepcache.persistence.aws.AwsAccess;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The runner that the settings name. */
@Module
interface RunnerModule {

  @Provides
  @Singleton
  static StepCommands commands(Settings settings) {
    return StepCommands.read(settings.definitions())
        .getOrElseThrow(fault -> CommandFailure.invalid(fault.toString()));
  }

  @Provides
  @Singleton
  static StepRunner runner(
      Settings settings,
      StepCommands commands,
      ObjectStore objects,
      Models models,
      InstantSource clock) {
    String place =
        settings.objectsAreInS3() ? "s3://" : settings.objects().toAbsolutePath().toString();
    return switch (settings.runner()) {
      case process ->
          LocalRunners.processes(commands, objects, place, models::find, System.getenv(), clock);
      case container ->
          LocalRunners.containers(commands, objects, place, models::find, System.getenv(), clock);
      case simulate -> LocalRunners.simulated();
      case sagemaker ->
          LocalRunners.commandsElse(
              sageMaker(settings, models), commands, objects, place, System.getenv());
    };
  }

  private static StepRunner sageMaker(Settings settings, Models models) {
    AwsAccess access = AmazonAccess.of(settings.environment());
    return SageMakerRunners.open(
        access.credentials(),
        access.region(),
        service -> access.endpoint(service.name(), service.host()),
        models::nameOf,
        settings.environment());
  }
}

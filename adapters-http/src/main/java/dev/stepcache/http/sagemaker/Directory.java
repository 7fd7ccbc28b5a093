package dev.stepcache.http.sagemaker;

import dev.stepcache.application.access.Caller;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.step.PipelineName;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds what callers name. What a caller may not know of is answered exactly as what is not there:
 * the caller is asked before the store is.
 */
final class Directory {
  private final RunHistory history;
  private final PipelineCatalog catalog;
  private final Arns arns;

  @Inject
  Directory(Store store, Arns arns) {
    this.history = store.history();
    this.catalog = store.catalog();
    this.arns = arns;
  }

  /** An execution with the name of its pipeline. */
  record Found(PipelineName pipeline, Execution execution) {}

  /**
   * A registered pipeline.
   *
   * @param needed one of these permissions; none where anything that is granted will do
   */
  RegisteredPipeline registered(Caller caller, String nameOrArn, Permission... needed) {
    return living(caller, nameOrArn, needed)
        .flatMap(pipeline -> catalog.find(pipeline.name()))
        .orElseThrow(() -> notFound(nameOrArn));
  }

  /** A pipeline that has executions, registered or not. */
  Pipeline pipeline(Caller caller, String nameOrArn, Permission... needed) {
    return living(caller, nameOrArn, needed).orElseThrow(() -> notFound(nameOrArn));
  }

  /** The pipeline does not exist, as far as a caller may know. */
  AwsError notFound(String nameOrArn) {
    String arn =
        arns.pipelineIn(nameOrArn)
            .filter(name -> !Arns.isArn(nameOrArn))
            .map(arns::pipeline)
            .orElse(nameOrArn);
    return AwsError.notFound("Pipeline '%s' does not exist.".formatted(arn));
  }

  Found execution(Caller caller, String arn, Permission... needed) {
    return arns.executionIn(arn)
        .flatMap(named ->
            living(caller, arns.pipeline(named.pipeline()), needed)
                .flatMap(pipeline ->
                    history
                        .findExecution(named.execution())
                        .filter(execution -> execution.pipeline().equals(pipeline.id()))
                        .map(execution -> new Found(pipeline.name(), execution))))
        .orElseThrow(
            () -> AwsError.notFound("Pipeline execution '%s' does not exist.".formatted(arn)));
  }

  private Optional<Pipeline> living(Caller caller, String nameOrArn, Permission... needed) {
    Optional<Pipeline> found =
        arns.pipelineIn(nameOrArn)
            .flatMap(name ->
                exactly(caller, name)
                    .or(() ->
                        Arns.isArn(nameOrArn) ? inLowerCase(caller, name) : Optional.empty()));
    found.ifPresent(pipeline -> require(caller, pipeline.name(), needed));
    return found;
  }

  private static void require(Caller caller, PipelineName pipeline, Permission... needed) {
    if (needed.length > 0
        && Arrays.stream(needed).noneMatch(permission -> caller.may(permission, pipeline))) {
      caller.require(needed[0], pipeline);
    }
  }

  private Optional<Pipeline> exactly(Caller caller, PipelineName name) {
    return caller.mayKnow(name) ? history.findPipeline(name) : Optional.empty();
  }

  /** SageMaker's own ARNs have names in lower case. */
  private Optional<Pipeline> inLowerCase(Caller caller, PipelineName name) {
    if (!name.text().equals(name.text().toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    return history.pipelines().stream()
        .filter(pipeline ->
            pipeline.name().text().toLowerCase(Locale.ROOT).equals(name.text())
                && caller.mayKnow(pipeline.name()))
        .findFirst();
  }
}

package dev.stepcache.http.sagemaker;

import dev.stepcache.application.access.Caller;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes the jobs that steps have made, as they were handed on (X4). */
final class JobOperations implements Operation.Family {
  /** The names that are given to jobs here hold the execution. */
  private static final Pattern OURS = Pattern.compile("pipelines-([0-9a-z]{12})-.+-[0-9a-z]{10}");

  private static final String CREATED = "CreationTime";

  /** How far back a thing is looked for whose name does not say where it was made. */
  private static final int EXECUTIONS = 100;

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "ProcessingJob",
              Set.of("Processing", "ClarifyCheck", "QualityCheck"),
              name -> AwsError.validation("Could not find requested job with name: " + name)),
          new Kind(
              "TrainingJob",
              Set.of("Training"),
              name -> AwsError.validation("Requested resource not found.")),
          new Kind(
              "TransformJob",
              Set.of("Transform"),
              name -> AwsError.validation("Could not find requested job with name: " + name)),
          new Kind(
              "HyperParameterTuningJob",
              Set.of("Tuning"),
              name ->
                  AwsError.notFound(
                      "Amazon SageMaker can't find a tuning job with the name: " + name)),
          new Kind(
              "AutoMLJob",
              Set.of("AutoML"),
              name -> AwsError.notFound("AutoMLJob %s does not exist.".formatted(name))),
          new Kind(
              "Model",
              Set.of("Model"),
              name -> AwsError.validation("Could not find model \"%s\".".formatted(name))),
          new Kind(
              "ModelPackage",
              Set.of("RegisterModel"),
              name -> AwsError.validation("ModelPackage %s does not exist.".formatted(name))));

  private final RunHistory history;
  private final StepJobs jobs;

  @Inject
  JobOperations(Store store, StepJobs jobs) {
    this.history = store.history();
    this.jobs = jobs;
  }

  private interface Absence {
    AwsError of(String name);
  }

  /**
   * A kind of thing that steps make.
   *
   * @param named as its members' names begin
   * @param types of the steps that make it
   * @param absence what SageMaker answers where there is none
   */
  private record Kind(String named, Set<String> types, Absence absence) {

    /** Whether a described job is the one of a name, or of an ARN. */
    boolean is(ObjectValue job, String name) {
      return Stream.of("Name", "Arn")
          .flatMap(member -> job.textMember(named + member).stream())
          .anyMatch(name::equals);
    }
  }

  /** A job with the name of its pipeline. */
  private record Found(PipelineName pipeline, ObjectValue job) {}

  @Override
  public Map<String, Operation> operations() {
    Map<String, Operation> operations = new HashMap<>();
    KINDS.forEach(
        kind -> operations.put("Describe" + kind.named(), request -> describe(request, kind)));
    return operations;
  }

  private JsonObject describe(Request request, Kind kind) {
    String name = request.members().needText(kind.named() + "Name", TextRule.JOB_NAME);
    request.members().check();
    Found found = find(request.caller(), kind, name).orElseThrow(() -> kind.absence().of(name));
    request
        .caller()
        .look(
            MetadataSource.JOB_DESCRIPTIONS, found.pipeline(), List.of(name), request.operation());
    JsonObject answer = new JsonObject();
    JobAnswer.of(kind.named(), found.job()).members().forEach(answer::put);
    return answer;
  }

  private Optional<Found> find(Caller caller, Kind kind, String name) {
    Map<PipelineId, PipelineName> pipelines =
        history.pipelines().stream().collect(Collectors.toMap(Pipeline::id, Pipeline::name));
    Matcher ours = OURS.matcher(name);
    if (ours.matches()) {
      return history
          .findExecution(new ExecutionId(ours.group(1)))
          .flatMap(execution ->
              pipelineOf(execution, pipelines)
                  .filter(caller::mayKnow)
                  .flatMap(pipeline -> {
                    caller.require(Permission.DESCRIBE_JOB, pipeline);
                    return in(execution, pipeline, kind, name);
                  }));
    }
    try (Stream<Execution> executions = history.executions(Optional.empty())) {
      return executions
          .filter(execution ->
              pipelineOf(execution, pipelines)
                  .filter(pipeline -> caller.may(Permission.DESCRIBE_JOB, pipeline))
                  .isPresent())
          .limit(EXECUTIONS)
          .flatMap(execution ->
              pipelineOf(execution, pipelines)
                  .flatMap(pipeline -> in(execution, pipeline, kind, name))
                  .stream())
          .findFirst();
    }
  }

  private static Optional<PipelineName> pipelineOf(
      Execution execution, Map<PipelineId, PipelineName> pipelines) {
    return Optional.ofNullable(pipelines.get(execution.pipeline()));
  }

  private Optional<Found> in(Execution execution, PipelineName pipeline, Kind kind, String name) {
    return history.steps(execution.id()).stream()
        .filter(step -> kind.types().contains(step.type().name()))
        .flatMap(step -> job(step).stream())
        .filter(job -> kind.is(job, name))
        .findFirst()
        .map(job -> new Found(pipeline, job));
  }

  /** A job that does not say when it was made was made when its step began. */
  private Optional<ObjectValue> job(ExecutedStep step) {
    return jobs.job(step, jobs.run(step))
        .map(job ->
            job.member(CREATED).isPresent()
                ? job
                : job.with(CREATED, AttributeValue.text(JsonObject.instant(step.startedAt()))));
  }
}

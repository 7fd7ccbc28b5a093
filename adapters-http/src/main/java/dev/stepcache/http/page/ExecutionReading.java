package dev.stepcache.http.page;

import dev.stepcache.application.StepLogs;
import dev.stepcache.application.access.Caller;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.json.Secrets;
import dev.stepcache.application.json.ShownChange;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.service.ExecutionCard;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.http.page.StepView.LogState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what pages show of executions, as far as a caller may see it (H3). */
final class ExecutionReading {
  private final RunHistory history;
  private final StepLogs logs;
  private final Secrets secrets;

  ExecutionReading(RunHistory history, StepLogs logs, Secrets secrets) {
    this.history = history;
    this.logs = logs;
    this.secrets = secrets;
  }

  private record Found(PipelineName pipeline, Execution execution) {
    ExecutionLine line() {
      return ExecutionLine.of(pipeline, execution);
    }
  }

  /** An execution whose pipeline opens to a caller what a permission opens. */
  private Optional<Found> find(Caller caller, Permission needed, ExecutionId id) {
    Optional<Found> found =
        history
            .findExecution(id)
            .flatMap(execution -> pipeline(execution).map(name -> new Found(name, execution)));
    found.ifPresent(known -> caller.require(needed, known.pipeline()));
    return found;
  }

  private Optional<PipelineName> pipeline(Execution execution) {
    return history.pipelines().stream()
        .filter(pipeline -> pipeline.id().equals(execution.pipeline()))
        .map(Pipeline::name)
        .findFirst();
  }

  Optional<ExecutionView> execution(Caller caller, ExecutionId id) {
    return find(caller, MetadataSource.CACHED_STEPS.needed(), id).map(this::view);
  }

  private ExecutionView view(Found found) {
    Execution execution = found.execution();
    ExecutionCard card = ExecutionCard.of(execution);
    return new ExecutionView(
        found.line(),
        card.description(),
        card.startedBy(),
        card.version(),
        execution.failureReason(),
        execution.round(),
        parameters(execution),
        new StepsReading(execution, history.steps(execution.id())).lines());
  }

  private Map<String, AttributeValue> parameters(Execution execution) {
    return secrets
        .shown(JsonReader.readOwn(execution.parameters()))
        .asObject()
        .map(ObjectValue::members)
        .orElse(Map.of());
  }

  Optional<StepView> step(Caller caller, ExecutionId id, StepName name) {
    return find(caller, MetadataSource.CACHED_STEPS.needed(), id)
        .flatMap(found -> step(caller, found, name));
  }

  private Optional<StepView> step(Caller caller, Found found, StepName name) {
    List<ExecutedStep> steps = history.steps(found.execution().id());
    Optional<ExecutedStep> begun =
        steps.stream().filter(step -> step.name().equals(name)).findFirst();
    return new StepsReading(found.execution(), steps)
        .lines().stream()
            .filter(line -> line.name().equals(name))
            .findFirst()
            .map(line -> view(caller, found, line, begun));
  }

  private StepView view(Caller caller, Found found, StepLine line, Optional<ExecutedStep> begun) {
    ObjectValue decision = begun.flatMap(StepsReading::decision).orElse(ObjectValue.EMPTY);
    return new StepView(
        found.line(),
        line,
        begun.map(ExecutedStep::attempts).orElse(0),
        decision,
        ShownChange.of(decision),
        begun.flatMap(ExecutedStep::run),
        begun.flatMap(this::outputs).map(secrets::shown),
        logState(caller, found, line.name()),
        linked(decision, begun));
  }

  /** What a step handed on: kept with it, or with the run that it was or reused. */
  private Optional<AttributeValue> outputs(ExecutedStep step) {
    Optional<StepRunId> run = step.run().or(step::source);
    return step.outputs()
        .map(JsonReader::readOwn)
        .or(() ->
            run.flatMap(history::findRun)
                .flatMap(known ->
                    known.run() instanceof StepRun.Succeeded succeeded
                        ? Optional.of(succeeded.outputs().job())
                        : Optional.empty()));
  }

  private Set<ExecutionId> linked(ObjectValue decision, Optional<ExecutedStep> begun) {
    Stream<ExecutionId> decided =
        Stream.of("source", "nearest")
            .flatMap(member -> decision.objectMember(member).stream())
            .flatMap(run -> run.textMember("execution").stream())
            .map(ExecutionId::new);
    return Stream.concat(decided, begun.flatMap(ExecutedStep::takenFrom).stream())
        .filter(other -> history.status(other).isPresent())
        .collect(Collectors.toSet());
  }

  private LogState logState(Caller caller, Found found, StepName step) {
    if (!caller.may(MetadataSource.LOGS.needed(), found.pipeline())) {
      return LogState.NOT_GRANTED;
    }
    return printed(found, step).isPresent() ? LogState.THERE : LogState.NOT_KEPT_HERE;
  }

  private Optional<Path> printed(Found found, StepName step) {
    return logs.of(found.execution().id(), step)
        .map(StepLogs.Printing::log)
        .filter(Files::isRegularFile);
  }

  /**
   * What a step printed.
   *
   * @param file as it is kept on this machine
   */
  record Log(PipelineName pipeline, Path file) {}

  Optional<Log> log(Caller caller, ExecutionId id, StepName step) {
    return find(caller, MetadataSource.LOGS.needed(), id)
        .flatMap(found -> printed(found, step).map(file -> new Log(found.pipeline(), file)));
  }
}

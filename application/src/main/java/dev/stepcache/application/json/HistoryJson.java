package dev.stepcache.application.json;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.HistoryRecord.Retraction;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepOutputs.Kept;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import io.vavr.control.Either;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Facts of a history as lines of JSON, for moving and for journalling them. */
public final class HistoryJson {
  private HistoryJson() {}

  /** A fact in one line. */
  public static String write(HistoryRecord record) {
    return switch (record) {
      case HistoryRecord.OfPipeline(Pipeline pipeline) -> pipeline(pipeline).compact();
      case HistoryRecord.OfRefresh refresh -> refresh(refresh).compact();
      case HistoryRecord.OfRun run -> run(run).compact();
      case HistoryRecord.OfExecution(Execution execution) -> execution(execution).compact();
      case HistoryRecord.OfStep(ExecutionId execution, ExecutedStep step) ->
          step(execution, step).compact();
    };
  }

  /** Reads a line; the left side says what is wrong with it. */
  public static Either<String, HistoryRecord> read(String line) {
    try {
      if (!(JsonReader.readOwn(line) instanceof ObjectValue fact)) {
        return Either.left("a fact of a history is an object");
      }
      return Either.right(read(fact));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException malformed) {
      return Either.left(malformed.getMessage());
    }
  }

  private static HistoryRecord read(ObjectValue fact) {
    return switch (text(fact, "fact")) {
      case "pipeline" -> new HistoryRecord.OfPipeline(readPipeline(fact));
      case "refresh" ->
          new HistoryRecord.OfRefresh(
              new PipelineId(text(fact, "pipeline")),
              fact.textMember("step").map(StepName::new),
              instant(fact, "before"));
      case "run" -> readRun(fact);
      case "execution" -> new HistoryRecord.OfExecution(readExecution(fact));
      case "step" ->
          new HistoryRecord.OfStep(new ExecutionId(text(fact, "execution")), readStep(fact));
      default ->
          throw new IllegalArgumentException(
              "there is no fact \"%s\" in a history".formatted(text(fact, "fact")));
    };
  }

  private static JsonObject pipeline(Pipeline pipeline) {
    return new JsonObject()
        .put("fact", "pipeline")
        .put("id", pipeline.id().text())
        .put("name", pipeline.name().text())
        .put("createdAt", pipeline.createdAt())
        .putInstant("deletedAt", pipeline.deletedAt());
  }

  private static Pipeline readPipeline(ObjectValue fact) {
    return new Pipeline(
        new PipelineId(text(fact, "id")),
        new PipelineName(text(fact, "name")),
        instant(fact, "createdAt"),
        optionalInstant(fact, "deletedAt"));
  }

  private static JsonObject refresh(HistoryRecord.OfRefresh refresh) {
    return new JsonObject()
        .put("fact", "refresh")
        .put("pipeline", refresh.pipeline().text())
        .putText("step", refresh.step().map(StepName::text))
        .put("before", refresh.before());
  }

  private static JsonObject run(HistoryRecord.OfRun record) {
    StepRun run = record.run();
    JsonObject fact =
        new JsonObject()
            .put("fact", "run")
            .put("id", run.id().text())
            .put("pipeline", run.scope().pipeline().text())
            .put("step", run.scope().step().text())
            .put("type", run.scope().type().name())
            .put("kind", run.scope().kind().name())
            .put("key", run.key().tree())
            .putText("execution", run.execution().map(ExecutionId::text))
            .put("startedAt", run.startedAt())
            .put("status", RunStatus.of(run).spelling());
    switch (run) {
      case StepRun.Executing executing -> {}
      case StepRun.Succeeded succeeded -> {
        fact.put("completedAt", succeeded.completedAt());
        fact.put("job", succeeded.outputs().job());
        succeeded.outputs().kept().ifPresent(kept -> fact.put("kept", kept(kept)));
      }
      case StepRun.Failed failed -> {
        fact.put("completedAt", failed.completedAt());
        fact.put("failureReason", failed.reason());
      }
      case StepRun.Stopped stopped -> {
        fact.put("completedAt", stopped.completedAt());
        fact.put("failureReason", stopped.reason());
      }
    }
    record
        .retraction()
        .ifPresent(retraction ->
            fact.put(
                "retraction",
                new JsonObject().put("at", retraction.at()).put("why", retraction.why())));
    return fact;
  }

  private static JsonObject kept(Kept kept) {
    JsonObject digests = new JsonObject();
    kept.digests().forEach(digests::put);
    return new JsonObject().put("place", kept.place()).put("digests", digests);
  }

  private static HistoryRecord.OfRun readRun(ObjectValue fact) {
    StepRun.Executing started =
        new StepRun.Executing(
            new StepRunId(text(fact, "id")),
            new StepScope(
                new PipelineId(text(fact, "pipeline")),
                new StepName(text(fact, "step")),
                new StepType(text(fact, "type")),
                RunKind.valueOf(text(fact, "kind"))),
            KeyDocument.ofTree(object(fact, "key")),
            fact.textMember("execution").map(ExecutionId::new),
            instant(fact, "startedAt"));
    StepRun run =
        switch (RunStatus.spelled(text(fact, "status"))) {
          case EXECUTING -> started;
          case SUCCEEDED -> started.succeed(instant(fact, "completedAt"), readOutputs(fact));
          case FAILED -> started.fail(instant(fact, "completedAt"), text(fact, "failureReason"));
          case STOPPED -> started.stop(instant(fact, "completedAt"), text(fact, "failureReason"));
        };
    return new HistoryRecord.OfRun(
        run,
        fact.objectMember("retraction")
            .map(retraction -> new Retraction(instant(retraction, "at"), text(retraction, "why"))));
  }

  private static StepOutputs readOutputs(ObjectValue fact) {
    AttributeValue job = fact.member("job").orElseGet(AttributeValue.NullValue::new);
    return new StepOutputs(job, fact.objectMember("kept").map(HistoryJson::readKept));
  }

  private static Kept readKept(ObjectValue kept) {
    SortedMap<String, String> digests = new TreeMap<>();
    object(kept, "digests")
        .members()
        .forEach((uri, digest) -> digests.put(uri, digest.asText().orElse("")));
    return new Kept(text(kept, "place"), digests);
  }

  private static JsonObject execution(Execution execution) {
    return new JsonObject()
        .put("fact", "execution")
        .put("id", execution.id().text())
        .put("pipeline", execution.pipeline().text())
        .put("kind", execution.kind().name())
        .put("status", execution.status().spelling())
        .put("startedAt", execution.startedAt())
        .putInstant("completedAt", execution.completedAt())
        .putText("failureReason", execution.failureReason())
        .put("definition", execution.definition())
        .put("parameters", execution.parameters())
        .put("options", execution.options())
        .put("round", execution.round());
  }

  private static Execution readExecution(ObjectValue fact) {
    return new Execution(
        new ExecutionId(text(fact, "id")),
        new PipelineId(text(fact, "pipeline")),
        RunKind.valueOf(text(fact, "kind")),
        spelled(Execution.Status.values(), Execution.Status::spelling, text(fact, "status")),
        instant(fact, "startedAt"),
        optionalInstant(fact, "completedAt"),
        fact.textMember("failureReason"),
        text(fact, "definition"),
        text(fact, "parameters"),
        fact.textMember("options").orElse("{}"),
        count(fact, "round", 0));
  }

  private static JsonObject step(ExecutionId execution, ExecutedStep step) {
    return new JsonObject()
        .put("fact", "step")
        .put("execution", execution.text())
        .put("position", step.position())
        .put("name", step.name().text())
        .put("type", step.type().name())
        .put("status", step.status().spelling())
        .putText("run", step.run().map(StepRunId::text))
        .putText("source", step.source().map(StepRunId::text))
        .putText("takenFrom", step.takenFrom().map(ExecutionId::text))
        .putText("decision", step.decision())
        .putText("outputs", step.outputs())
        .put("attempts", step.attempts())
        .put("round", step.round())
        .put("startedAt", step.startedAt())
        .putInstant("completedAt", step.completedAt())
        .putText("failureReason", step.failureReason());
  }

  private static ExecutedStep readStep(ObjectValue fact) {
    return new ExecutedStep(
        count(fact, "position"),
        new StepName(text(fact, "name")),
        new StepType(text(fact, "type")),
        spelled(ExecutedStep.Status.values(), ExecutedStep.Status::spelling, text(fact, "status")),
        fact.textMember("run").map(StepRunId::new),
        fact.textMember("source").map(StepRunId::new),
        fact.textMember("takenFrom").map(ExecutionId::new),
        fact.textMember("decision"),
        fact.textMember("outputs"),
        count(fact, "attempts", 1),
        count(fact, "round", 0),
        instant(fact, "startedAt"),
        optionalInstant(fact, "completedAt"),
        fact.textMember("failureReason"));
  }

  private static int count(ObjectValue fact, String member) {
    return fact.member(member)
        .map(value ->
            value instanceof AttributeValue.NumberValue(BigDecimal number)
                ? number.intValueExact()
                : -1)
        .filter(count -> count >= 0)
        .orElseThrow(() -> new IllegalArgumentException(member + " is no number from 0"));
  }

  /** A count that exports of earlier versions do not have. */
  private static int count(ObjectValue fact, String member, int absent) {
    return fact.member(member).isEmpty() ? absent : count(fact, member);
  }

  private static <T> T spelled(T[] values, Function<T, String> spelling, String text) {
    return Arrays.stream(values)
        .filter(value -> spelling.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no status \"" + text + "\""));
  }

  private static String text(ObjectValue fact, String member) {
    return fact.textMember(member)
        .orElseThrow(() -> new IllegalArgumentException("the text " + member + " is missing"));
  }

  private static ObjectValue object(ObjectValue fact, String member) {
    return fact.objectMember(member)
        .orElseThrow(() -> new IllegalArgumentException("the object " + member + " is missing"));
  }

  private static Instant instant(ObjectValue fact, String member) {
    return Instant.parse(text(fact, member));
  }

  private static Optional<Instant> optionalInstant(ObjectValue fact, String member) {
    return fact.textMember(member).map(Instant::parse);
  }
}

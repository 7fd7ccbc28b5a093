package dev.stepcache.persistence.jooq;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ExecutedStep.Status;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepOutputs.Kept;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.domain.run.StepRun.Failed;
import dev.stepcache.domain.run.StepRun.Stopped;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs as rows and back. */
final class RunRows {
  static final String EXECUTING = Status.EXECUTING.spelling();
  static final String SUCCEEDED = Status.SUCCEEDED.spelling();
  static final String FAILED = Status.FAILED.spelling();
  static final String STOPPED = Status.STOPPED.spelling();

  static final String ABANDONED = "Its owner gave no sign of life until its lease was over.";

  private final String history;

  RunRows(String history) {
    this.history = history;
  }

  StepRunRecord row(StepRun run) {
    StepRunRecord row = new StepRunRecord();
    row.setId(run.id().text());
    row.setPipelineId(run.scope().pipeline().text());
    row.setStepName(run.scope().step().text());
    row.setStepType(run.scope().type().name());
    row.setKind(run.scope().kind().name());
    row.setSignature(run.key().signature().hex());
    row.setStartedAt(Millis.of(run.startedAt()));
    row.setExecutionId(run.execution().map(ExecutionId::text).orElse(null));
    row.setKeyDocument(run.key().canonical());
    setState(row, run);
    return row;
  }

  /** What is known of a run beyond its start. */
  StepRunRecord stateOf(StepRun run) {
    StepRunRecord row = new StepRunRecord();
    setState(row, run);
    row.setOwner(null);
    row.setLeaseUntil(null);
    return row;
  }

  private static void setState(StepRunRecord row, StepRun run) {
    switch (run) {
      case Executing executing -> {
        row.setStatus(EXECUTING);
        row.setLatestAt(Millis.of(executing.startedAt()));
      }
      case Succeeded succeeded -> {
        row.setStatus(SUCCEEDED);
        row.setLatestAt(Millis.of(succeeded.completedAt()));
        setOutputs(row, succeeded.outputs());
      }
      case Failed failed -> {
        row.setStatus(FAILED);
        row.setLatestAt(Millis.of(failed.completedAt()));
        row.setReason(failed.reason());
      }
      case Stopped stopped -> {
        row.setStatus(STOPPED);
        row.setLatestAt(Millis.of(stopped.completedAt()));
        row.setReason(stopped.reason());
      }
    }
  }

  private static void setOutputs(StepRunRecord row, StepOutputs outputs) {
    row.setOutputs(CanonicalJson.text(outputs.job()));
    outputs
        .kept()
        .ifPresent(kept -> {
          SortedMap<String, AttributeValue> digests = new TreeMap<>();
          kept.digests().forEach((uri, digest) -> digests.put(uri, AttributeValue.text(digest)));
          row.setKeptPlace(kept.place());
          row.setKeptDigests(CanonicalJson.text(new ObjectValue(digests)));
        });
  }

  StepRun run(StepRunRecord row) {
    return Damage.reading(
        history, "run " + row.getId(), () -> runOf(row, scope(row), Optional.empty()));
  }

  /**
   * The run of a row that was found by its scope and by the signature of a key document, which it
   * need not name; its key document, where it has the text of that one, is that one.
   */
  StepRun run(StepRunRecord row, StepScope scope, KeyDocument atHand) {
    return Damage.reading(
        history, "run " + row.getId(), () -> runOf(row, scope, Optional.of(atHand)));
  }

  private static StepRun runOf(StepRunRecord row, StepScope scope, Optional<KeyDocument> atHand) {
    Executing started = started(row, scope, atHand);
    Instant at = Instant.ofEpochMilli(row.getLatestAt());
    return switch (row.getStatus()) {
      case "Executing" -> started;
      case "Succeeded" -> started.succeed(at, outputs(row));
      case "Failed" -> started.fail(at, row.getReason());
      case "Stopped" -> started.stop(at, row.getReason());
      default -> throw new IllegalArgumentException("no status of a run: " + row.getStatus());
    };
  }

  /** The run of a row that is executing with its lease over, as it will be when it is stopped. */
  Stopped abandoned(StepRunRecord row) {
    StepRun run = run(row);
    Instant leaseOver = Instant.ofEpochMilli(Math.max(row.getStartedAt(), row.getLeaseUntil()));
    return run.started().stop(leaseOver, ABANDONED);
  }

  private static StepScope scope(StepRunRecord row) {
    return new StepScope(
        new PipelineId(row.getPipelineId()),
        new StepName(row.getStepName()),
        new StepType(row.getStepType()),
        RunKind.valueOf(row.getKind()));
  }

  private static Executing started(
      StepRunRecord row, StepScope scope, Optional<KeyDocument> atHand) {
    return new Executing(
        new StepRunId(row.getId()),
        scope,
        atHand
            .filter(key -> key.canonical().equals(row.getKeyDocument()))
            .orElseGet(() -> KeyDocument.ofTree(object(row.getKeyDocument()))),
        Optional.ofNullable(row.getExecutionId()).map(ExecutionId::new),
        Instant.ofEpochMilli(row.getStartedAt()));
  }

  private static StepOutputs outputs(StepRunRecord row) {
    return new StepOutputs(
        JsonReader.readOwn(row.getOutputs()),
        Optional.ofNullable(row.getKeptPlace())
            .map(place -> new Kept(place, digests(object(row.getKeptDigests())))));
  }

  private static SortedMap<String, String> digests(ObjectValue object) {
    SortedMap<String, String> digests = new TreeMap<>();
    object.members().forEach((uri, digest) -> digests.put(uri, digest.asText().orElseThrow()));
    return digests;
  }

  private static ObjectValue object(String json) {
    return JsonReader.readOwn(json)
        .asObject()
        .orElseThrow(() -> new IllegalArgumentException("no JSON object"));
  }
}

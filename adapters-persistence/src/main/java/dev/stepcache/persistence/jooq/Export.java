package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static dev.stepcache.persistence.schema.Tables.EXECUTION_STEP;
import static dev.stepcache.persistence.schema.Tables.PIPELINE;
import static dev.stepcache.persistence.schema.Tables.REFRESH_MARK;
import static dev.stepcache.persistence.schema.Tables.RETRACTION;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.HistoryRecord.OfExecution;
import dev.stepcache.application.port.HistoryRecord.OfPipeline;
import dev.stepcache.application.port.HistoryRecord.OfRefresh;
import dev.stepcache.application.port.HistoryRecord.OfRun;
import dev.stepcache.application.port.HistoryRecord.OfStep;
import dev.stepcache.application.port.HistoryRecord.Retraction;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.persistence.jooq.Database.Snapshot;
import dev.stepcache.persistence.schema.tables.records.ExecutionRecord;
import dev.stepcache.persistence.schema.tables.records.RefreshMarkRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;

/** Everything that is kept, as it was when it was asked for. */
final class Export {
  private static final int PAGE = 32;

  private static final Field<Long> RETRACTED_AT =
      select(RETRACTION.RETRACTED_AT)
          .from(RETRACTION)
          .where(RETRACTION.RUN_ID.eq(STEP_RUN.ID))
          .<Long>asField("retracted_at");

  private final Snapshot snapshot;
  private final RunRows runs;
  private final ExecutionRows executions;

  private Export(Snapshot snapshot, String history) {
    this.snapshot = snapshot;
    this.runs = new RunRows(history);
    this.executions = new ExecutionRows(history);
  }

  /** The snapshot ends with the stream, be it read to its end or closed before. */
  static Stream<HistoryRecord> records(Database database) {
    Snapshot snapshot = database.snapshot();
    Export export = new Export(snapshot, database.name());
    Stream<HistoryRecord> all =
        Stream.concat(
            Stream.concat(export.pipelines(), export.refreshes()),
            Stream.concat(export.runs(), export.executions()));
    return Stream.concat(all, closing(snapshot)).onClose(snapshot::close);
  }

  private static Stream<HistoryRecord> closing(Snapshot snapshot) {
    return Pages.stream(
        1,
        1,
        (after, most) -> {
          snapshot.close();
          return List.of();
        });
  }

  private Stream<HistoryRecord> pipelines() {
    return snapshot
        .read(session -> session.sql().selectFrom(PIPELINE).orderBy(PIPELINE.ID).fetch())
        .stream()
        .map(row -> new OfPipeline(PipelineTable.pipeline(row)));
  }

  private Stream<HistoryRecord> refreshes() {
    return snapshot
        .read(session ->
            session
                .sql()
                .selectFrom(REFRESH_MARK)
                .orderBy(REFRESH_MARK.PIPELINE_ID, REFRESH_MARK.STEP_NAME)
                .fetch())
        .stream()
        .map(Export::refresh);
  }

  private static HistoryRecord refresh(RefreshMarkRecord row) {
    return new OfRefresh(
        new PipelineId(row.getPipelineId()),
        Optional.of(row.getStepName()).filter(name -> !name.isEmpty()).map(StepName::new),
        Instant.ofEpochMilli(row.getStartedBefore()));
  }

  private Stream<HistoryRecord> runs() {
    return Pages.<Record>stream(PAGE, PAGE, this::runsAfter).map(this::run);
  }

  private List<Record> runsAfter(Optional<Record> last, int most) {
    return snapshot.read(session ->
        List.copyOf(
            session
                .sql()
                .select(STEP_RUN.fields())
                .select(RETRACTED_AT, RunTable.WHY_RETRACTED)
                .from(STEP_RUN)
                .where(last.map(row -> STEP_RUN.ID.gt(row.get(STEP_RUN.ID))).orElse(noCondition()))
                .orderBy(STEP_RUN.ID)
                .limit(most)
                .fetch()));
  }

  private HistoryRecord run(Record row) {
    return new OfRun(
        runs.run(row.into(STEP_RUN)),
        Millis.instant(row.get(RETRACTED_AT))
            .map(at -> new Retraction(at, row.get(RunTable.WHY_RETRACTED))));
  }

  private Stream<HistoryRecord> executions() {
    return Pages.<ExecutionRecord>stream(PAGE, PAGE, this::executionsAfter)
        .flatMap(row ->
            Stream.concat(Stream.of(new OfExecution(executions.execution(row))), steps(row)));
  }

  private List<ExecutionRecord> executionsAfter(Optional<ExecutionRecord> last, int most) {
    return snapshot.read(session ->
        session
            .sql()
            .select(Definitions.withDefinition())
            .from(EXECUTION)
            .where(last.map(row -> EXECUTION.ID.gt(row.getId())).orElse(noCondition()))
            .orderBy(EXECUTION.ID)
            .limit(most)
            .fetchInto(EXECUTION));
  }

  private Stream<HistoryRecord> steps(ExecutionRecord execution) {
    ExecutionId id = new ExecutionId(execution.getId());
    return snapshot
        .read(session ->
            session
                .sql()
                .selectFrom(EXECUTION_STEP)
                .where(EXECUTION_STEP.EXECUTION_ID.eq(id.text()))
                .orderBy(EXECUTION_STEP.ORDINAL, EXECUTION_STEP.STEP_NAME)
                .fetch())
        .stream()
        .map(row -> new OfStep(id, executions.step(row)));
  }
}

package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.PIPELINE;
import static dev.stepcache.persistence.schema.Tables.RETRACTION;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.persistence.schema.tables.records.RetractionRecord;
import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;

/** Runs from their start to their end, and which of them were retracted. */
final class RunTable {
  private static final int PAGE = 32;

  private static final Field<String> PIPELINE_NAME =
      select(PIPELINE.NAME)
          .from(PIPELINE)
          .where(PIPELINE.ID.eq(STEP_RUN.PIPELINE_ID))
          .<String>asField("pipeline_name");

  static final Field<String> WHY_RETRACTED =
      select(RETRACTION.WHY)
          .from(RETRACTION)
          .where(RETRACTION.RUN_ID.eq(STEP_RUN.ID))
          .<String>asField("why_retracted");

  private final Database database;
  private final RunRows rows;

  RunTable(Database database, RunRows rows) {
    this.database = database;
    this.rows = rows;
  }

  void start(StepRun.Executing run, Optional<Lease> lease) {
    StepRunRecord row = rows.row(run);
    lease.ifPresent(held -> {
      row.setOwner(held.owner());
      row.setLeaseUntil(Millis.of(held.until()));
    });
    database.write(session -> Inserts.insert(session, row));
  }

  boolean complete(StepRun.Ended run, Optional<String> neverReuse) {
    return database.write(session -> {
      boolean isTheEnd =
          keepEnd(session, rows, run)
              || Inserts.insert(session, rows.row(run))
              || isKept(session, run);
      if (isTheEnd) {
        neverReuse.ifPresent(why -> retract(session, run.id(), run.completedAt(), why));
      }
      return isTheEnd;
    });
  }

  /** Ends a run that is executing; answers whether it was. */
  static boolean keepEnd(Session session, RunRows rows, StepRun.Ended run) {
    return session
            .sql()
            .update(STEP_RUN)
            .set(rows.stateOf(run))
            .where(STEP_RUN.ID.eq(run.id().text()))
            .and(STEP_RUN.STATUS.eq(RunRows.EXECUTING))
            .execute()
        == 1;
  }

  /** So that whoever did not hear the answer can ask again. */
  private boolean isKept(Session session, StepRun.Ended run) {
    return session
        .sql()
        .selectFrom(STEP_RUN)
        .where(STEP_RUN.ID.eq(run.id().text()))
        .fetchOptional()
        .map(rows::run)
        .filter(run::equals)
        .isPresent();
  }

  void retract(StepRunId run, Instant at, String why) {
    database.write(session -> retract(session, run, at, why));
  }

  static boolean retract(Session session, StepRunId run, Instant at, String why) {
    return Inserts.insert(session, new RetractionRecord(run.text(), Millis.of(at), why));
  }

  Optional<RecordedRun> find(StepRunId run) {
    return database
        .read(session -> recorded(session, STEP_RUN.ID.eq(run.text())).fetchOptional())
        .map(this::recordedRun);
  }

  Stream<RecordedRun> list(RunQuery query) {
    Condition asked =
        query
            .pipeline()
            .map(pipeline -> STEP_RUN.PIPELINE_ID.eq(pipeline.text()))
            .orElse(noCondition())
            .and(
                query.step().map(step -> STEP_RUN.STEP_NAME.eq(step.text())).orElse(noCondition()));
    String index = query.pipeline().isPresent() ? "step_run_by_pipeline" : "step_run_by_start";
    return Pages.<Record>stream(
            PAGE, PAGE, (after, most) -> page(index, asked.and(startedBefore(after)), most))
        .map(this::recordedRun);
  }

  private List<Record> page(String index, Condition condition, int most) {
    return database.read(session ->
        List.copyOf(
            Hints.index(
                    recorded(session, condition)
                        .orderBy(STEP_RUN.STARTED_AT.desc(), STEP_RUN.ID.desc())
                        .limit(most),
                    STEP_RUN,
                    index)
                .fetch()));
  }

  private static Condition startedBefore(Optional<Record> run) {
    return run.map(RunTable::startedBefore).orElse(noCondition());
  }

  private static Condition startedBefore(Record last) {
    return STEP_RUN
        .STARTED_AT
        .le(last.get(STEP_RUN.STARTED_AT))
        .and(
            STEP_RUN
                .STARTED_AT
                .lt(last.get(STEP_RUN.STARTED_AT))
                .or(STEP_RUN.ID.lt(last.get(STEP_RUN.ID))));
  }

  private static SelectConditionStep<Record> recorded(Session session, Condition condition) {
    return session
        .sql()
        .select(STEP_RUN.fields())
        .select(PIPELINE_NAME, WHY_RETRACTED)
        .from(STEP_RUN)
        .where(condition)
        .and(PipelineTable.isOfLiving(STEP_RUN.PIPELINE_ID));
  }

  private RecordedRun recordedRun(Record row) {
    return new RecordedRun(
        rows.run(row.into(STEP_RUN)),
        new PipelineName(row.get(PIPELINE_NAME)),
        Optional.ofNullable(row.get(WHY_RETRACTED)));
  }
}

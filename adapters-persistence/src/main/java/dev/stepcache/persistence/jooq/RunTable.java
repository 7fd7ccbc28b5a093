package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.PIPELINE;
import static dev.stepcache.persistence.schema.Tables.RETRACTION;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;

import dev.stepcache.application.port.RunHistory.AloneStart;
import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
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
    StepRunRecord row = row(run, lease);
    database.write(session -> Inserts.insert(session, row));
  }

  private StepRunRecord row(StepRun.Executing run, Optional<Lease> lease) {
    StepRunRecord row = rows.row(run);
    lease.ifPresent(held -> {
      row.setOwner(held.owner());
      row.setLeaseUntil(Millis.of(held.until()));
    });
    return row;
  }

  /** The pipeline's row is locked first, so that all who start runs of it alone take turns. */
  AloneStart startAlone(
      StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest, Instant now) {
    StepRunRecord row = row(run, lease);
    return database.write(session -> {
      PipelineTable.lock(session, run.scope().pipeline());
      // Whoever is taken over must not end its run any more.
      Leases.stopRuns(session, Millis.of(now), ofKey(run));
      Optional<String> twin =
          session
              .sql()
              .select(STEP_RUN.ID)
              .from(STEP_RUN)
              .where(ofKey(run))
              .and(STEP_RUN.STATUS.eq(RunRows.EXECUTING))
              .and(STEP_RUN.ID.ne(run.id().text()))
              .and(notExists(selectFrom(RETRACTION).where(RETRACTION.RUN_ID.eq(STEP_RUN.ID))))
              .orderBy(STEP_RUN.LATEST_AT.desc(), STEP_RUN.ID.desc())
              .limit(1)
              .fetchOptional(STEP_RUN.ID);
      if (twin.isPresent()) {
        return new AloneStart.Twin(new StepRunId(twin.get()));
      }
      if (!latestSuccess(session, ofKey(run)).equals(latest)) {
        return new AloneStart.Outdated();
      }
      Inserts.insert(session, row);
      return new AloneStart.Started();
    });
  }

  Optional<StepRunId> latestSuccess(StepScope scope, KeyDocument key) {
    return database.read(session -> latestSuccess(session, ofKey(scope, key)));
  }

  private static Optional<StepRunId> latestSuccess(Session session, Condition ofKey) {
    return session
        .sql()
        .select(STEP_RUN.ID)
        .from(STEP_RUN)
        .where(ofKey)
        .and(STEP_RUN.STATUS.eq(RunRows.SUCCEEDED))
        .orderBy(STEP_RUN.LATEST_AT.desc(), STEP_RUN.ID.desc())
        .limit(1)
        .fetchOptional(STEP_RUN.ID)
        .map(StepRunId::new);
  }

  private static Condition ofKey(StepRun run) {
    return ofKey(run.scope(), run.key());
  }

  private static Condition ofKey(StepScope scope, KeyDocument key) {
    return STEP_RUN
        .PIPELINE_ID
        .eq(scope.pipeline().text())
        .and(STEP_RUN.STEP_NAME.eq(scope.step().text()))
        .and(STEP_RUN.STEP_TYPE.eq(scope.type().name()))
        .and(STEP_RUN.KIND.eq(scope.kind().name()))
        .and(STEP_RUN.SIGNATURE.eq(key.signature().hex()));
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

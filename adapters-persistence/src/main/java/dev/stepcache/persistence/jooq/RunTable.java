package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.PIPELINE;
import static dev.stepcache.persistence.schema.Tables.RETRACTION;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.stepcache.application.port.RunHistory.AloneStart;
import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.signature.Signature;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.persistence.jooq.RecordedFact.RunEnded;
import dev.stepcache.persistence.jooq.RecordedFact.RunStarted;
import dev.stepcache.persistence.schema.tables.records.RetractionRecord;
import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;

/** Runs from their start to their end, and which of them were retracted. */
final class RunTable {
  private static final int PAGE = 32;
  private static final StartOrder STARTS = new StartOrder(STEP_RUN.STARTED_AT, STEP_RUN.ID);

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
  private final Recording recording;
  private final AloneStarts starts;

  RunTable(Database database, RunRows rows, Recording recording) {
    this.database = database;
    this.rows = rows;
    this.recording = recording;
    this.starts = new AloneStarts(database);
  }

  void start(StepRun.Executing run, Optional<Lease> lease) {
    recording.keep(new RunStarted(row(run, lease)));
  }

  private StepRunRecord row(StepRun.Executing run, Optional<Lease> lease) {
    StepRunRecord row = rows.row(run);
    lease.ifPresent(held -> {
      row.setOwner(held.owner());
      row.setLeaseUntil(Millis.of(held.until()));
    });
    return row;
  }

  AloneStart startAlone(
      StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest, Instant now) {
    return starts.alone(run, row(run, lease), latest, now);
  }

  AloneStart startBeside(
      StepRun.Executing run, Optional<Lease> lease, Optional<StepRunId> latest, Instant now) {
    return starts.beside(run, row(run, lease), latest, now);
  }

  Optional<StepRunId> latestSuccess(StepScope scope, KeyDocument key) {
    return starts.latestSuccess(scope, key);
  }

  boolean complete(StepRun.Ended run, Optional<String> neverReuse) {
    return recording.keep(
        new RunEnded(
            run,
            rows.row(run),
            neverReuse.map(why -> retraction(run.id(), run.completedAt(), why))));
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

  void retract(StepRunId run, Instant at, String why) {
    database.write(session -> retract(session, run, at, why));
  }

  static boolean retract(Session session, StepRunId run, Instant at, String why) {
    return Inserts.insert(session, retraction(run, at, why));
  }

  private static RetractionRecord retraction(StepRunId run, Instant at, String why) {
    return new RetractionRecord(run.text(), Millis.of(at), why);
  }

  Optional<RecordedRun> find(StepRunId run) {
    return database.read(session -> find(session, run));
  }

  private Optional<RecordedRun> find(Session session, StepRunId run) {
    return recorded(session, STEP_RUN.ID.eq(run.text())).fetchOptional().map(this::recordedRun);
  }

  Optional<RecordedRun> purge(StepRunId run) {
    return database.write(session ->
        find(session, run)
            .filter(found -> new Purging(session, database.name(), found.run()).purge()));
  }

  Stream<RecordedRun> list(RunQuery query) {
    Condition asked =
        isAsked(query.pipeline(), STEP_RUN.PIPELINE_ID, PipelineId::text)
            .and(isAsked(query.step(), STEP_RUN.STEP_NAME, StepName::text))
            .and(isAsked(query.signature(), STEP_RUN.SIGNATURE, Signature::hex));
    return Pages.<Record>stream(
            PAGE,
            PAGE,
            (last, most) -> {
              Optional<Place> after = last.map(RunTable::place).or(query::after);
              return page(
                  index(query), asked.and(after.map(STARTS::isBefore).orElse(noCondition())), most);
            })
        .map(this::recordedRun);
  }

  private static <T> Condition isAsked(
      Optional<T> asked, Field<String> field, Function<T, String> text) {
    return asked.map(text).map(field::eq).orElse(noCondition());
  }

  private static String index(RunQuery query) {
    if (query.signature().isPresent()) {
      return "step_run_by_signature";
    }
    return query.pipeline().isPresent() ? "step_run_by_pipeline" : "step_run_by_start";
  }

  private static Place place(Record row) {
    return new Place(Instant.ofEpochMilli(row.get(STEP_RUN.STARTED_AT)), row.get(STEP_RUN.ID));
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

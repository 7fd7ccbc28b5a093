package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.PIPELINE;
import static dev.stepcache.persistence.schema.Tables.REFRESH_MARK;
import static dev.stepcache.persistence.schema.Tables.RETRACTION;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.selectOne;

import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectWhereStep;

/**
 * What decisions ask. Every question reads the index on scope, signature, status, latest_at and id
 * (or the one without signature) from its late end, and stops at the rows that are its answer.
 */
enum PastRunsQuestion implements HotQueries.Asked {
  REUSABLE,
  /** From the run that was the last of the page before. */
  FURTHER_REUSABLE,
  REFRESHED,
  EXPIRED,
  /** At most one of every state. */
  IN_PROGRESS,
  RETRACTED,
  /** At most one of every state, the executing one having lost its owner. */
  NOT_SUCCEEDED,
  LATEST_SUCCESSES;

  /** A success, but for what it has in common with all of its scope: a hit reads no more. */
  private static final List<Field<?>> SUCCESS =
      List.of(
          STEP_RUN.ID,
          STEP_RUN.STATUS,
          STEP_RUN.STARTED_AT,
          STEP_RUN.LATEST_AT,
          STEP_RUN.EXECUTION_ID,
          STEP_RUN.KEY_DOCUMENT,
          STEP_RUN.OUTPUTS,
          STEP_RUN.KEPT_PLACE,
          STEP_RUN.KEPT_DIGESTS);

  /** A row of {@link #SUCCESS}: its setters find their columns at once, a record slowly. */
  static StepRunRecord success(ResultSet row, int first) throws SQLException {
    StepRunRecord run = new StepRunRecord();
    run.setId(row.getString(first));
    run.setStatus(row.getString(first + 1));
    run.setStartedAt(row.getLong(first + 2));
    run.setLatestAt(row.getLong(first + 3));
    run.setExecutionId(row.getString(first + 4));
    run.setKeyDocument(row.getString(first + 5));
    run.setOutputs(row.getString(first + 6));
    run.setKeptPlace(row.getString(first + 7));
    run.setKeptDigests(row.getString(first + 8));
    return run;
  }

  /** The question in SQL; every one of its parameters has a name. */
  @Override
  public Select<?> query() {
    return switch (this) {
      case REUSABLE -> latest(select(SUCCESS).from(STEP_RUN), reusable());
      case FURTHER_REUSABLE ->
          latest(select(SUCCESS).from(STEP_RUN), reusable().and(isAfterLast()));
      case REFRESHED ->
          latest(
              ofKey(RunRows.SUCCEEDED)
                  .and(STEP_RUN.LATEST_AT.between(instant("from"), instant("to")))
                  .and(STEP_RUN.STARTED_AT.lt(latestRefresh()))
                  .and(retractions().eq(inline(0))));
      case EXPIRED ->
          latest(
              ofKey(RunRows.SUCCEEDED)
                  .and(STEP_RUN.LATEST_AT.lt(instant("before")))
                  .and(retractions().eq(inline(0))));
      case IN_PROGRESS ->
          latest(
                  latestBy("at", RunRows.EXECUTING)
                      .and(
                          STEP_RUN.LEASE_UNTIL.isNull().or(STEP_RUN.LEASE_UNTIL.ge(instant("now"))))
                      .and(retractions().eq(inline(0))))
              .unionAll(latest(overlapping(RunRows.SUCCEEDED)))
              .unionAll(latest(overlapping(RunRows.FAILED)))
              .unionAll(latest(overlapping(RunRows.STOPPED)));
      case RETRACTED -> latest(latestBy("at", RunRows.SUCCEEDED).and(retractions().eq(inline(1))));
      case NOT_SUCCEEDED ->
          latest(latestBy("at", RunRows.FAILED))
              .unionAll(latest(latestBy("at", RunRows.STOPPED)))
              .unionAll(
                  latest(
                      latestBy("at", RunRows.EXECUTING)
                          .and(STEP_RUN.LEASE_UNTIL.le(instant("at")))
                          .and(STEP_RUN.LEASE_UNTIL.lt(instant("now")))));
      case LATEST_SUCCESSES ->
          latest(
              selectFrom(STEP_RUN),
              "step_run_by_scope",
              inScope(RunRows.SUCCEEDED).and(STEP_RUN.LATEST_AT.le(instant("at"))));
    };
  }

  private static Select<StepRunRecord> latest(Condition condition) {
    return latest(selectFrom(STEP_RUN), condition);
  }

  private static <R extends Record> Select<R> latest(SelectWhereStep<R> runs, Condition condition) {
    return latest(runs, "step_run_by_key", condition);
  }

  private static <R extends Record> Select<R> latest(
      SelectWhereStep<R> runs, String index, Condition condition) {
    return Hints.index(
        runs.where(condition)
            .orderBy(STEP_RUN.LATEST_AT.desc(), STEP_RUN.ID.desc())
            .limit(param("most", Integer.class)),
        STEP_RUN,
        index);
  }

  private static Condition reusable() {
    Field<Long> refresh = coalesce(latestRefresh(), inline(Long.MIN_VALUE));
    return ofKey(RunRows.SUCCEEDED)
        // Also told of the completion, so that the index ends where the refreshed runs begin.
        .and(STEP_RUN.LATEST_AT.ge(greatest(instant("from"), refresh)))
        .and(STEP_RUN.LATEST_AT.le(instant("to")))
        .and(STEP_RUN.STARTED_AT.ge(refresh))
        .and(retractions().eq(inline(0)));
  }

  private static Condition isAfterLast() {
    return STEP_RUN
        .LATEST_AT
        .lt(instant("last_at"))
        .or(STEP_RUN.ID.lt(param("last_id", String.class)));
  }

  private static Condition overlapping(String status) {
    return ofKey(status)
        .and(STEP_RUN.LATEST_AT.gt(instant("at")))
        .and(STEP_RUN.STARTED_AT.le(instant("at")));
  }

  private static Condition latestBy(String instant, String status) {
    return ofKey(status).and(STEP_RUN.LATEST_AT.le(instant(instant)));
  }

  private static Condition ofKey(String status) {
    return inScope(status).and(STEP_RUN.SIGNATURE.eq(param("signature", String.class)));
  }

  private static Condition inScope(String status) {
    return STEP_RUN
        .PIPELINE_ID
        .eq(param("pipeline", String.class))
        .and(STEP_RUN.STEP_NAME.eq(param("step", String.class)))
        .and(STEP_RUN.STEP_TYPE.eq(param("type", String.class)))
        .and(STEP_RUN.KIND.eq(param("kind", String.class)))
        .and(STEP_RUN.STATUS.eq(inline(status)))
        .and(
            exists(
                selectOne()
                    .from(PIPELINE)
                    .where(PIPELINE.ID.eq(param("pipeline", String.class)))
                    .and(PIPELINE.DELETED_AT.isNull())));
  }

  private static Field<Long> latestRefresh() {
    return select(max(REFRESH_MARK.STARTED_BEFORE))
        .from(REFRESH_MARK)
        .where(REFRESH_MARK.PIPELINE_ID.eq(param("pipeline", String.class)))
        .and(REFRESH_MARK.STEP_NAME.in(inline(""), param("step", String.class)))
        .asField();
  }

  /** Counted rather than looked for, so that this is asked of the runs found and of no others. */
  private static Field<Integer> retractions() {
    return field(selectCount().from(RETRACTION).where(RETRACTION.RUN_ID.eq(STEP_RUN.ID)));
  }

  private static Field<Long> instant(String name) {
    return param(name, Long.class);
  }
}

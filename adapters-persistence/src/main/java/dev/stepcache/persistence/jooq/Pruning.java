package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.CALLBACK;
import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static dev.stepcache.persistence.schema.Tables.EXECUTION_DEFINITION;
import static dev.stepcache.persistence.schema.Tables.EXECUTION_STEP;
import static dev.stepcache.persistence.schema.Tables.PIPELINE;
import static dev.stepcache.persistence.schema.Tables.PIPELINE_DEFINITION;
import static dev.stepcache.persistence.schema.Tables.PIPELINE_TAG;
import static dev.stepcache.persistence.schema.Tables.PIPELINE_VERSION;
import static dev.stepcache.persistence.schema.Tables.REFRESH_MARK;
import static dev.stepcache.persistence.schema.Tables.REGISTERED_PIPELINE;
import static dev.stepcache.persistence.schema.Tables.RETRACTION;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;

import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.application.port.RunHistory.Pruned;
import dev.stepcache.persistence.schema.tables.records.ExecutionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.TableImpl;

/**
 * Deletes what is old and what belongs to ended pipelines, a batch at a time: nobody has to wait
 * long for it, and where it is broken off, the next one goes on.
 */
final class Pruning {
  private static final int BATCH = 200;

  /** What belongs to a pipeline beside executions and runs. */
  private static final Map<Table<?>, Field<String>> OF_PIPELINE =
      Map.of(
          REFRESH_MARK, REFRESH_MARK.PIPELINE_ID,
          EXECUTION_DEFINITION, EXECUTION_DEFINITION.PIPELINE_ID,
          REGISTERED_PIPELINE, REGISTERED_PIPELINE.PIPELINE_ID,
          PIPELINE_VERSION, PIPELINE_VERSION.PIPELINE_ID,
          PIPELINE_DEFINITION, PIPELINE_DEFINITION.PIPELINE_ID,
          PIPELINE_TAG, PIPELINE_TAG.PIPELINE_ID);

  private final Database database;
  private final long before;

  Pruning(Database database, Instant before) {
    this.database = database;
    this.before = Millis.of(before);
  }

  Pruned prune() {
    long executions = 0;
    long runs = 0;
    for (String pipeline : endedPipelines()) {
      executions += deleteExecutions(EXECUTION.PIPELINE_ID.eq(pipeline));
      runs += deleteRuns(STEP_RUN.PIPELINE_ID.eq(pipeline));
      database.write(session -> deletePipeline(session, pipeline));
    }
    // Nothing completes before it started, and the starts are indexed.
    executions +=
        deleteExecutions(
            EXECUTION
                .STARTED_AT
                .lt(before)
                .and(EXECUTION.COMPLETED_AT.lt(before))
                .andNot(ExecutionTable.IS_GOING_ON));
    runs +=
        deleteRuns(
            STEP_RUN
                .STARTED_AT
                .lt(before)
                .and(STEP_RUN.LATEST_AT.lt(before))
                .and(STEP_RUN.STATUS.ne(RunRows.EXECUTING))
                .and(isNoStepOf(EXECUTION_STEP.SOURCE_RUN_ID))
                .and(isNoStepOf(EXECUTION_STEP.RUN_ID)));
    return new Pruned(executions, runs);
  }

  /** Also those of which something came after they had been pruned. */
  private Set<String> endedPipelines() {
    return database.read(session -> {
      Set<String> ended =
          new TreeSet<>(
              session
                  .sql()
                  .select(PIPELINE.ID)
                  .from(PIPELINE)
                  .where(PIPELINE.DELETED_AT.isNotNull())
                  .fetch(PIPELINE.ID));
      ended.addAll(withoutPipeline(session, STEP_RUN, STEP_RUN.PIPELINE_ID));
      ended.addAll(withoutPipeline(session, EXECUTION, EXECUTION.PIPELINE_ID));
      return ended;
    });
  }

  /** Each is looked for behind the one before, so that an index is probed and no row is read. */
  private static List<String> withoutPipeline(
      Session session, Table<?> table, Field<String> pipeline) {
    List<String> without = new ArrayList<>();
    Optional<String> next = after("", session, table, pipeline);
    while (next.isPresent()) {
      if (!session.sql().fetchExists(PIPELINE, PIPELINE.ID.eq(next.get()))) {
        without.add(next.get());
      }
      next = after(next.get(), session, table, pipeline);
    }
    return without;
  }

  private static Optional<String> after(
      String last, Session session, Table<?> table, Field<String> pipeline) {
    return session
        .sql()
        .select(min(pipeline))
        .from(table)
        .where(pipeline.gt(last))
        .fetchOptional(min(pipeline));
  }

  /** Counted, so that this is asked of one run after the other, by an index. */
  private static Condition isNoStepOf(Field<String> run) {
    return field(selectCount().from(EXECUTION_STEP).where(run.eq(STEP_RUN.ID))).eq(0);
  }

  private long deleteExecutions(Condition condition) {
    return inBatches(
        EXECUTION,
        EXECUTION.STARTED_AT,
        EXECUTION.ID,
        condition,
        (session, ids) -> {
          Set<ExecutionRecord> definitions = Definitions.of(session, ids);
          session
              .sql()
              .deleteFrom(EXECUTION_STEP)
              .where(EXECUTION_STEP.EXECUTION_ID.in(ids))
              .execute();
          session.sql().deleteFrom(CALLBACK).where(CALLBACK.EXECUTION_ID.in(ids)).execute();
          int deleted = session.sql().deleteFrom(EXECUTION).where(EXECUTION.ID.in(ids)).execute();
          Definitions.deleteUnused(session, definitions);
          return deleted;
        });
  }

  /** A run may have become the source of a hit since it was looked for, so that is asked again. */
  private long deleteRuns(Condition condition) {
    return inBatches(
        STEP_RUN,
        STEP_RUN.STARTED_AT,
        STEP_RUN.ID,
        condition,
        (session, ids) -> {
          int deleted =
              session
                  .sql()
                  .deleteFrom(STEP_RUN)
                  .where(STEP_RUN.ID.in(ids))
                  .and(condition)
                  .execute();
          session
              .sql()
              .deleteFrom(RETRACTION)
              .where(RETRACTION.RUN_ID.in(ids))
              .and(notExists(selectOne().from(STEP_RUN).where(STEP_RUN.ID.eq(RETRACTION.RUN_ID))))
              .execute();
          return deleted;
        });
  }

  private static int deletePipeline(Session session, String pipeline) {
    OF_PIPELINE.forEach((table, itsPipeline) ->
        session.sql().deleteFrom(table).where(itsPipeline.eq(pipeline)).execute());
    return session.sql().deleteFrom(PIPELINE).where(PIPELINE.ID.eq(pipeline)).execute();
  }

  @FunctionalInterface
  private interface Deletion {
    int of(Session session, List<String> ids);
  }

  private long inBatches(
      TableImpl<?> table,
      Field<Long> startedAt,
      Field<String> id,
      Condition condition,
      Deletion deletion) {
    StartOrder order = new StartOrder(startedAt, id);
    long deleted = 0;
    Optional<Place> last = Optional.empty();
    while (true) {
      Condition further = last.map(order::isAfter).orElse(noCondition());
      List<Place> batch =
          database.read(session ->
              session
                  .sql()
                  .select(startedAt, id)
                  .from(table)
                  .where(condition)
                  .and(further)
                  .orderBy(startedAt, id)
                  .limit(BATCH)
                  .fetch(row -> new Place(Instant.ofEpochMilli(row.value1()), row.value2())));
      if (batch.isEmpty()) {
        return deleted;
      }
      List<String> ids = batch.stream().map(Place::id).toList();
      deleted += database.write(session -> deletion.of(session, ids));
      last = Optional.of(batch.get(batch.size() - 1));
    }
  }
}

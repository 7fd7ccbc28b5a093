package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static dev.stepcache.persistence.schema.Tables.EXECUTION_STEP;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;

import dev.stepcache.application.port.RunHistory.DayOfDecisions;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;

/** What was decided on each day, counted as savings are: of real executions, nothing taken over. */
final class DecisionsByDay {
  private static final long MILLIS_OF_DAY = Duration.ofDays(1).toMillis();

  /** The millisecond at which the day of a decision began. */
  private static final Field<Long> DAY =
      EXECUTION_STEP.STARTED_AT.minus(EXECUTION_STEP.STARTED_AT.mod(inline(MILLIS_OF_DAY)));

  private static final Field<Integer> HITS = count(EXECUTION_STEP.SOURCE_RUN_ID);
  private static final Field<Integer> RUNS = count(EXECUTION_STEP.RUN_ID);

  /** Runs that were not reused here have no part in the sum. */
  private static final Field<BigDecimal> SAVED =
      coalesce(sum(STEP_RUN.LATEST_AT.minus(STEP_RUN.STARTED_AT)), inline(BigDecimal.ZERO));

  private DecisionsByDay() {}

  static List<DayOfDecisions> of(Database database, Optional<PipelineId> pipeline, Instant since) {
    return database.read(session ->
        session
            .sql()
            .select(DAY, HITS, SAVED, RUNS)
            .from(EXECUTION_STEP)
            .leftJoin(STEP_RUN)
            .on(STEP_RUN.ID.eq(EXECUTION_STEP.SOURCE_RUN_ID))
            .where(EXECUTION_STEP.STARTED_AT.ge(Millis.of(since)))
            .and(EXECUTION_STEP.TAKEN_FROM.isNull())
            .and(EXECUTION_STEP.SOURCE_RUN_ID.isNotNull().or(EXECUTION_STEP.RUN_ID.isNotNull()))
            .and(isOfReal(pipeline))
            .groupBy(DAY)
            .orderBy(DAY)
            .fetch(row ->
                new DayOfDecisions(
                    LocalDate.ofEpochDay(row.value1() / MILLIS_OF_DAY),
                    row.value2(),
                    Duration.ofMillis(row.value3().longValue()),
                    row.value4())));
  }

  /** Counted, so that no database gets the idea to begin with the executions. */
  private static Condition isOfReal(Optional<PipelineId> pipeline) {
    return field(
            selectCount()
                .from(EXECUTION)
                .where(EXECUTION.ID.eq(EXECUTION_STEP.EXECUTION_ID))
                .and(EXECUTION.KIND.eq(RunKind.REAL.name()))
                .and(pipeline.map(id -> EXECUTION.PIPELINE_ID.eq(id.text())).orElse(noCondition()))
                .and(PipelineTable.isOfLiving(EXECUTION.PIPELINE_ID)))
        .eq(1);
  }
}

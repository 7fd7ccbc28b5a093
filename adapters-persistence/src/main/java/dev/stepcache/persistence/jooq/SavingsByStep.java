package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.EXECUTION_STEP;
import static dev.stepcache.persistence.schema.Tables.PIPELINE;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.sum;

import dev.stepcache.application.port.RunHistory.Savings;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record5;
import org.jooq.Result;

/** What reuse has saved: every hit counts with the time of the run that did the work (R13). */
final class SavingsByStep {
  private static final Field<Integer> TIMES = count();
  private static final Field<BigDecimal> MILLIS =
      sum(STEP_RUN.LATEST_AT.minus(STEP_RUN.STARTED_AT));

  private SavingsByStep() {}

  private record Of(String pipeline, String step, String type) implements Comparable<Of> {
    @Override
    public int compareTo(Of other) {
      int byPipeline = pipeline.compareTo(other.pipeline);
      int byStep = byPipeline != 0 ? byPipeline : step.compareTo(other.step);
      return byStep != 0 ? byStep : type.compareTo(other.type);
    }
  }

  private record Total(long times, Duration time) {
    static final Total NONE = new Total(0, Duration.ZERO);
  }

  static List<Savings> of(Database database, Optional<PipelineId> pipeline, Instant since) {
    Condition asked =
        pipeline
            .map(id -> STEP_RUN.PIPELINE_ID.eq(id.text()))
            .orElse(noCondition())
            .and(STEP_RUN.KIND.eq(RunKind.REAL.name()))
            .and(STEP_RUN.STATUS.eq(RunRows.SUCCEEDED))
            .and(PIPELINE.DELETED_AT.isNull());
    Map<Of, Total> hits = database.read(session -> hits(session, asked, since));
    Map<Of, Total> runs = database.read(session -> runs(session, asked, since));
    Set<Of> all = new TreeSet<>(runs.keySet());
    all.addAll(hits.keySet());
    return all.stream()
        .map(
            of -> savings(of, hits.getOrDefault(of, Total.NONE), runs.getOrDefault(of, Total.NONE)))
        .toList();
  }

  private static Savings savings(Of of, Total hits, Total runs) {
    return new Savings(
        new PipelineName(of.pipeline()),
        new StepName(of.step()),
        new StepType(of.type()),
        hits.times(),
        hits.time(),
        runs.times(),
        runs.time());
  }

  private static Map<Of, Total> hits(Session session, Condition asked, Instant since) {
    return totals(
        session
            .sql()
            .select(PIPELINE.NAME, STEP_RUN.STEP_NAME, STEP_RUN.STEP_TYPE, TIMES, MILLIS)
            .from(EXECUTION_STEP)
            .join(STEP_RUN)
            .on(STEP_RUN.ID.eq(EXECUTION_STEP.SOURCE_RUN_ID))
            .join(PIPELINE)
            .on(PIPELINE.ID.eq(STEP_RUN.PIPELINE_ID))
            .where(asked)
            .and(EXECUTION_STEP.STARTED_AT.ge(Millis.of(since)))
            .and(EXECUTION_STEP.TAKEN_FROM.isNull())
            .groupBy(PIPELINE.NAME, STEP_RUN.STEP_NAME, STEP_RUN.STEP_TYPE)
            .fetch());
  }

  private static Map<Of, Total> runs(Session session, Condition asked, Instant since) {
    return totals(
        session
            .sql()
            .select(PIPELINE.NAME, STEP_RUN.STEP_NAME, STEP_RUN.STEP_TYPE, TIMES, MILLIS)
            .from(STEP_RUN)
            .join(PIPELINE)
            .on(PIPELINE.ID.eq(STEP_RUN.PIPELINE_ID))
            .where(asked)
            .and(STEP_RUN.STARTED_AT.ge(Millis.of(since)))
            .groupBy(PIPELINE.NAME, STEP_RUN.STEP_NAME, STEP_RUN.STEP_TYPE)
            .fetch());
  }

  private static Map<Of, Total> totals(
      Result<Record5<String, String, String, Integer, BigDecimal>> rows) {
    Map<Of, Total> totals = new HashMap<>();
    rows.forEach(row ->
        totals.put(
            new Of(row.value1(), row.value2(), row.value3()),
            new Total(row.value4(), Duration.ofMillis(row.value5().longValue()))));
    return totals;
  }
}

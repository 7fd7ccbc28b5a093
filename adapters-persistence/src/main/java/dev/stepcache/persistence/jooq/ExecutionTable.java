package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static dev.stepcache.persistence.schema.Tables.EXECUTION_STEP;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory.Consumer;
import dev.stepcache.application.port.RunHistory.ExecutionQuery;
import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.persistence.jooq.RecordedFact.StepsKept;
import dev.stepcache.persistence.schema.tables.records.ExecutionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;

/** Executions and what became of their steps. */
final class ExecutionTable {
  static final Condition IS_GOING_ON =
      EXECUTION.STATUS.in(
          Execution.Status.EXECUTING.spelling(), Execution.Status.STOPPING.spelling());

  private final Database database;
  private final Recording recording;
  private final ExecutionRows rows;

  ExecutionTable(Database database, Recording recording) {
    this.database = database;
    this.recording = recording;
    this.rows = new ExecutionRows(database.name());
  }

  boolean begin(Execution execution, Optional<Lease> lease) {
    ExecutionRecord row = rows.row(execution);
    lease.ifPresent(held -> {
      row.setOwner(held.owner());
      row.setLeaseUntil(Millis.of(held.until()));
    });
    return database.write(session ->
        Definitions.insert(session, row, execution.definition())
            || lease.filter(held -> isOwned(session, execution.id(), held)).isPresent());
  }

  /** Told twice where the first answer was lost. */
  private static boolean isOwned(Session session, ExecutionId execution, Lease lease) {
    return session
        .sql()
        .fetchExists(
            EXECUTION, EXECUTION.ID.eq(execution.text()).and(EXECUTION.OWNER.eq(lease.owner())));
  }

  void end(Execution execution) {
    database.write(session ->
        keepEnd(session, rows, execution)
            || Definitions.insert(session, rows.row(execution), execution.definition()));
  }

  /** Ends a round of an execution that is going on; answers whether it was. */
  static boolean keepEnd(Session session, ExecutionRows rows, Execution execution) {
    return session
            .sql()
            .update(EXECUTION)
            .set(rows.stateOf(execution))
            .where(EXECUTION.ID.eq(execution.id().text()))
            .and(EXECUTION.ROUND.eq(execution.round()))
            .and(IS_GOING_ON)
            .execute()
        == 1;
  }

  boolean retry(Execution retried, Optional<Lease> lease) {
    ExecutionRecord row = rows.stateOf(retried);
    row.setRound(retried.round());
    row.setOptions(retried.options());
    row.setOwner(lease.map(Lease::owner).orElse(null));
    row.setLeaseUntil(lease.map(held -> Millis.of(held.until())).orElse(null));
    return database.write(session ->
        session
                .sql()
                .update(EXECUTION)
                .set(row)
                .where(EXECUTION.ID.eq(retried.id().text()))
                .and(EXECUTION.ROUND.eq(retried.round() - 1))
                .and(
                    EXECUTION.STATUS.in(
                        Execution.Status.FAILED.spelling(), Execution.Status.STOPPED.spelling()))
                .and(PipelineTable.isOfLiving(EXECUTION.PIPELINE_ID))
                .execute()
            == 1);
  }

  Optional<Execution.Status> status(ExecutionId execution) {
    return database
        .read(session ->
            session
                .sql()
                .select(EXECUTION.STATUS)
                .from(EXECUTION)
                .where(EXECUTION.ID.eq(execution.text()))
                .and(PipelineTable.isOfLiving(EXECUTION.PIPELINE_ID))
                .fetchOptional(EXECUTION.STATUS))
        .map(ExecutionRows::status);
  }

  void keep(ExecutionId execution, List<ExecutedStep> steps) {
    if (!steps.isEmpty()) {
      recording.keep(new StepsKept(steps.stream().map(step -> rows.row(execution, step)).toList()));
    }
  }

  Optional<Execution> find(ExecutionId execution) {
    return database
        .read(session ->
            session
                .sql()
                .select(Definitions.withDefinition())
                .from(EXECUTION)
                .where(EXECUTION.ID.eq(execution.text()))
                .and(PipelineTable.isOfLiving(EXECUTION.PIPELINE_ID))
                .fetchOptional())
        .map(row -> row.into(EXECUTION))
        .map(rows::execution);
  }

  Stream<Execution> list(ExecutionQuery query) {
    return new ExecutionList(database, query).rows().map(rows::execution);
  }

  void amend(ExecutionId execution, String options) {
    database.write(session ->
        session
            .sql()
            .update(EXECUTION)
            .set(EXECUTION.OPTIONS, options)
            .where(EXECUTION.ID.eq(execution.text()))
            .execute());
  }

  List<ExecutedStep> steps(ExecutionId execution) {
    return database
        .read(session ->
            session
                .sql()
                .select(EXECUTION_STEP.fields())
                .from(EXECUTION_STEP)
                .join(EXECUTION)
                .on(EXECUTION.ID.eq(EXECUTION_STEP.EXECUTION_ID))
                .where(EXECUTION_STEP.EXECUTION_ID.eq(execution.text()))
                .and(PipelineTable.isOfLiving(EXECUTION.PIPELINE_ID))
                .orderBy(EXECUTION_STEP.ORDINAL, EXECUTION_STEP.STEP_NAME)
                .fetchInto(EXECUTION_STEP))
        .map(rows::step);
  }

  List<Consumer> consumers(StepRunId source) {
    return database.read(session ->
        session
            .sql()
            .select(
                EXECUTION_STEP.EXECUTION_ID, EXECUTION_STEP.STEP_NAME, EXECUTION_STEP.STARTED_AT)
            .from(EXECUTION_STEP)
            .join(EXECUTION)
            .on(EXECUTION.ID.eq(EXECUTION_STEP.EXECUTION_ID))
            .where(EXECUTION_STEP.SOURCE_RUN_ID.eq(source.text()))
            .and(PipelineTable.isOfLiving(EXECUTION.PIPELINE_ID))
            .orderBy(EXECUTION.STARTED_AT.desc(), EXECUTION.ID.desc(), EXECUTION_STEP.ORDINAL)
            .fetch(row ->
                new Consumer(
                    new ExecutionId(row.value1()),
                    new StepName(row.value2()),
                    Instant.ofEpochMilli(row.value3()))));
  }
}

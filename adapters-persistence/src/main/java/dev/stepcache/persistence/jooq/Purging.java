package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.CALLBACK;
import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static dev.stepcache.persistence.schema.Tables.EXECUTION_STEP;
import static dev.stepcache.persistence.schema.Tables.RETRACTION;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.position;

import dev.stepcache.application.json.RunTraces;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.persistence.schema.tables.records.ExecutionStepRecord;
import java.util.List;
import java.util.Optional;

/** Deletes a run and what is told of it elsewhere, within one transaction (H3). */
final class Purging {
  private final Session session;
  private final ExecutionRows rows;
  private final StepRun run;
  private final RunTraces traces;

  Purging(Session session, String history, StepRun run) {
    this.session = session;
    this.rows = new ExecutionRows(history);
    this.run = run;
    this.traces = new RunTraces(run);
  }

  /** Answers whether the run was there: of several who purge it at once, one does. */
  boolean purge() {
    String id = run.id().text();
    boolean wasThere = session.sql().deleteFrom(STEP_RUN).where(STEP_RUN.ID.eq(id)).execute() == 1;
    if (wasThere) {
      session.sql().deleteFrom(RETRACTION).where(RETRACTION.RUN_ID.eq(id)).execute();
      stepsOfIt(id).forEach(this::eraseFrom);
      stepsThatMayTell().forEach(this::eraseFrom);
    }
    return wasThere;
  }

  private List<ExecutionStepRecord> stepsOfIt(String id) {
    return session
        .sql()
        .selectFrom(EXECUTION_STEP)
        .where(EXECUTION_STEP.RUN_ID.eq(id).or(EXECUTION_STEP.SOURCE_RUN_ID.eq(id)))
        .fetch();
  }

  /** What was compared with it or joined it: runs of their own pipeline are all that steps know. */
  private List<ExecutionStepRecord> stepsThatMayTell() {
    return session
        .sql()
        .select(EXECUTION_STEP.fields())
        .from(EXECUTION_STEP)
        .join(EXECUTION)
        .on(EXECUTION.ID.eq(EXECUTION_STEP.EXECUTION_ID))
        .where(EXECUTION.PIPELINE_ID.eq(run.scope().pipeline().text()))
        .and(
            position(EXECUTION_STEP.DECISION, traces.spelling())
                .gt(0)
                .or(position(EXECUTION_STEP.REASON, run.id().text()).gt(0)))
        .fetchInto(EXECUTION_STEP);
  }

  private void eraseFrom(ExecutionStepRecord row) {
    ExecutedStep step = rows.step(row);
    ExecutedStep left =
        Damage.reading(
            rows.history(),
            "step %s of execution %s".formatted(row.getStepName(), row.getExecutionId()),
            () -> traces.erasedFrom(step));
    if (left.equals(step)) {
      return;
    }
    session
        .sql()
        .update(EXECUTION_STEP)
        .set(rows.row(new ExecutionId(row.getExecutionId()), left))
        .where(EXECUTION_STEP.EXECUTION_ID.eq(row.getExecutionId()))
        .and(EXECUTION_STEP.STEP_NAME.eq(row.getStepName()))
        .execute();
    boolean ranAsIt = step.run().equals(Optional.of(run.id()));
    if (ranAsIt) {
      session
          .sql()
          .deleteFrom(CALLBACK)
          .where(CALLBACK.EXECUTION_ID.eq(row.getExecutionId()))
          .and(CALLBACK.STEP_NAME.eq(row.getStepName()))
          .execute();
    }
    eraseFromReason(row.getExecutionId(), ranAsIt);
  }

  private void eraseFromReason(String execution, boolean ranThere) {
    session
        .sql()
        .select(EXECUTION.REASON)
        .from(EXECUTION)
        .where(EXECUTION.ID.eq(execution))
        .and(EXECUTION.REASON.isNotNull())
        .fetchOptional(EXECUTION.REASON)
        .ifPresent(reason ->
            session
                .sql()
                .update(EXECUTION)
                .set(EXECUTION.REASON, traces.erasedFrom(reason, ranThere))
                .where(EXECUTION.ID.eq(execution))
                .execute());
  }
}

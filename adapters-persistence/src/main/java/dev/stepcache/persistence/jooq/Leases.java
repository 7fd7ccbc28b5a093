package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static dev.stepcache.persistence.schema.Tables.EXECUTION_STEP;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.noCondition;

import java.time.Instant;
import java.util.List;
import org.jooq.Condition;

/**
 * Who keeps runs and executions going. Whatever ends gives up its lease, so all leases are live.
 */
final class Leases {
  private Leases() {}

  static void renew(Database database, String owner, Instant until) {
    long millis = Millis.of(until);
    database.write(session ->
        session
                .sql()
                .update(STEP_RUN)
                .set(STEP_RUN.LEASE_UNTIL, millis)
                .where(STEP_RUN.OWNER.eq(owner))
                .and(STEP_RUN.STATUS.eq(RunRows.EXECUTING))
                .and(STEP_RUN.LEASE_UNTIL.lt(millis))
                .execute()
            + session
                .sql()
                .update(EXECUTION)
                .set(EXECUTION.LEASE_UNTIL, millis)
                .where(EXECUTION.OWNER.eq(owner))
                .and(ExecutionTable.IS_GOING_ON)
                .and(EXECUTION.LEASE_UNTIL.lt(millis))
                .execute());
  }

  /** Asks before it writes: mostly there is nothing, and who may only read can ask. */
  static int stopAbandoned(Database database, Instant at) {
    long millis = Millis.of(at);
    boolean isAny =
        database.read(session ->
            session.sql().fetchExists(STEP_RUN, STEP_RUN.LEASE_UNTIL.lt(millis))
                || session.sql().fetchExists(EXECUTION, EXECUTION.LEASE_UNTIL.lt(millis)));
    return isAny
        ? database.write(
            session -> stopRuns(session, millis, noCondition()) + stopExecutions(session, millis))
        : 0;
  }

  /** They ended when their lease did. */
  static int stopRuns(Session session, long at, Condition which) {
    return session
        .sql()
        .update(STEP_RUN)
        .set(STEP_RUN.STATUS, RunRows.STOPPED)
        .set(STEP_RUN.REASON, RunRows.ABANDONED)
        .set(STEP_RUN.LATEST_AT, greatest(STEP_RUN.STARTED_AT, STEP_RUN.LEASE_UNTIL))
        .setNull(STEP_RUN.OWNER)
        .setNull(STEP_RUN.LEASE_UNTIL)
        .where(STEP_RUN.LEASE_UNTIL.lt(at))
        .and(which)
        .and(STEP_RUN.STATUS.eq(RunRows.EXECUTING))
        .execute();
  }

  private static int stopExecutions(Session session, long at) {
    List<String> abandoned =
        session
            .sql()
            .select(EXECUTION.ID)
            .from(EXECUTION)
            .where(EXECUTION.LEASE_UNTIL.lt(at))
            .and(ExecutionTable.IS_GOING_ON)
            .fetch(EXECUTION.ID);
    int stopped = 0;
    for (String execution : abandoned) {
      stopped += stopExecution(session, execution, at);
    }
    return stopped;
  }

  /** Unless it was renewed or ended just now. */
  private static int stopExecution(Session session, String execution, long at) {
    int stopped =
        session
            .sql()
            .update(EXECUTION)
            .set(EXECUTION.STATUS, RunRows.STOPPED)
            .set(EXECUTION.REASON, RunRows.ABANDONED)
            .set(EXECUTION.COMPLETED_AT, greatest(EXECUTION.STARTED_AT, EXECUTION.LEASE_UNTIL))
            .setNull(EXECUTION.OWNER)
            .setNull(EXECUTION.LEASE_UNTIL)
            .where(EXECUTION.ID.eq(execution))
            .and(EXECUTION.LEASE_UNTIL.lt(at))
            .and(ExecutionTable.IS_GOING_ON)
            .execute();
    if (stopped == 1) {
      session
          .sql()
          .update(EXECUTION_STEP)
          .set(EXECUTION_STEP.STATUS, RunRows.STOPPED)
          .set(EXECUTION_STEP.REASON, RunRows.ABANDONED)
          .set(EXECUTION_STEP.COMPLETED_AT, at)
          .where(EXECUTION_STEP.EXECUTION_ID.eq(execution))
          .and(EXECUTION_STEP.STATUS.eq(RunRows.EXECUTING))
          .execute();
    }
    return stopped;
  }
}

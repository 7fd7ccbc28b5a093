package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.RETRACTION;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectFrom;

import dev.stepcache.application.port.RunHistory.AloneStart;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;

/**
 * Runs that start only where nothing has come since the decision to start them. The pipeline's row
 * is locked first, so that all who start runs of it like this take turns.
 */
final class AloneStarts {
  private final Database database;

  AloneStarts(Database database) {
    this.database = database;
  }

  AloneStart alone(
      StepRun.Executing run, StepRunRecord row, Optional<StepRunId> latest, Instant now) {
    return database.write(session -> {
      lock(session, run, now);
      Optional<AloneStart> twin = twin(session, run);
      return twin.orElseGet(() -> beside(session, run, row, latest));
    });
  }

  AloneStart beside(
      StepRun.Executing run, StepRunRecord row, Optional<StepRunId> latest, Instant now) {
    return database.write(session -> {
      lock(session, run, now);
      return beside(session, run, row, latest);
    });
  }

  private static void lock(Session session, StepRun.Executing run, Instant now) {
    PipelineTable.lock(session, run.scope().pipeline());
    // Whoever is taken over must not end its run any more.
    Leases.stopRuns(session, Millis.of(now), ofKey(run));
  }

  private static Optional<AloneStart> twin(Session session, StepRun.Executing run) {
    return session
        .sql()
        .select(STEP_RUN.ID)
        .from(STEP_RUN)
        .where(ofKey(run))
        .and(STEP_RUN.STATUS.eq(RunRows.EXECUTING))
        .and(STEP_RUN.ID.ne(run.id().text()))
        .and(notExists(selectFrom(RETRACTION).where(RETRACTION.RUN_ID.eq(STEP_RUN.ID))))
        .orderBy(STEP_RUN.LATEST_AT.desc(), STEP_RUN.ID.desc())
        .limit(1)
        .fetchOptional(STEP_RUN.ID)
        .map(twin -> new AloneStart.Twin(new StepRunId(twin)));
  }

  private static AloneStart beside(
      Session session, StepRun.Executing run, StepRunRecord row, Optional<StepRunId> latest) {
    if (!latestSuccess(session, ofKey(run)).equals(latest)) {
      return new AloneStart.Outdated();
    }
    Inserts.insert(session, row);
    return new AloneStart.Started();
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
}

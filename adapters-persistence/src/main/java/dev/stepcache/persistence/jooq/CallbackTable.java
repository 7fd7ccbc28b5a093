package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.CALLBACK;
import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static org.jooq.impl.DSL.select;

import dev.stepcache.application.port.RunHistory.CallbackAnswer;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.persistence.schema.tables.records.CallbackRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;

/** Steps that wait for somebody outside to tell their end. */
final class CallbackTable {
  private static final Condition IS_OF_LIVING_PIPELINE =
      CALLBACK.EXECUTION_ID.in(
          select(EXECUTION.ID)
              .from(EXECUTION)
              .where(PipelineTable.isOfLiving(EXECUTION.PIPELINE_ID)));

  private final Database database;

  CallbackTable(Database database) {
    this.database = database;
  }

  void expect(StepCallback callback) {
    CallbackRecord row = new CallbackRecord();
    row.setToken(callback.token());
    row.setExecutionId(callback.execution().text());
    row.setStepName(callback.step().text());
    row.setAskedAt(Millis.of(callback.askedAt()));
    callback.answer().ifPresent(answer -> setAnswer(row, answer));
    database.write(session -> Inserts.insert(session, row));
  }

  boolean answer(String token, CallbackAnswer answer) {
    CallbackRecord row = new CallbackRecord();
    setAnswer(row, answer);
    return database.write(session ->
        session
                    .sql()
                    .update(CALLBACK)
                    .set(row)
                    .where(CALLBACK.TOKEN.eq(token))
                    .and(CALLBACK.SUCCEEDED.isNull())
                    .execute()
                == 1
            // So that whoever did not hear the reply can tell it again.
            || session
                .sql()
                .fetchExists(
                    CALLBACK,
                    CALLBACK
                        .TOKEN
                        .eq(token)
                        .and(CALLBACK.SUCCEEDED.eq(row.getSucceeded()))
                        .and(CALLBACK.ANSWER.eq(row.getAnswer()))));
  }

  private static void setAnswer(CallbackRecord row, CallbackAnswer answer) {
    switch (answer) {
      case CallbackAnswer.Success(String outputs) -> {
        row.setSucceeded(1);
        row.setAnswer(outputs);
      }
      case CallbackAnswer.Failure(String reason) -> {
        row.setSucceeded(0);
        row.setAnswer(reason);
      }
    }
  }

  Optional<StepCallback> find(String token) {
    return database
        .read(session ->
            session
                .sql()
                .selectFrom(CALLBACK)
                .where(CALLBACK.TOKEN.eq(token))
                .and(IS_OF_LIVING_PIPELINE)
                .fetchOptional())
        .map(CallbackTable::callback);
  }

  List<StepCallback> open() {
    return database
        .read(session ->
            session
                .sql()
                .selectFrom(CALLBACK)
                .where(CALLBACK.SUCCEEDED.isNull())
                .and(
                    CALLBACK.EXECUTION_ID.in(
                        select(EXECUTION.ID)
                            .from(EXECUTION)
                            .where(ExecutionTable.IS_GOING_ON)
                            .and(PipelineTable.isOfLiving(EXECUTION.PIPELINE_ID))))
                .orderBy(CALLBACK.ASKED_AT, CALLBACK.TOKEN)
                .fetch())
        .map(CallbackTable::callback);
  }

  private static StepCallback callback(CallbackRecord row) {
    Optional<Integer> succeeded = Optional.ofNullable(row.getSucceeded());
    return new StepCallback(
        row.getToken(),
        new ExecutionId(row.getExecutionId()),
        new StepName(row.getStepName()),
        Instant.ofEpochMilli(row.getAskedAt()),
        succeeded.map(success ->
            success == 1
                ? new CallbackAnswer.Success(row.getAnswer())
                : new CallbackAnswer.Failure(row.getAnswer())));
  }
}

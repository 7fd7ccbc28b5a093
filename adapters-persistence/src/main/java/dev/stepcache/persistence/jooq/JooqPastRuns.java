package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.RETRACTION;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static java.util.Comparator.comparing;

import dev.stepcache.domain.cache.PastRuns;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.persistence.jooq.HotQuery.Row;
import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The past of one scope, asked by hot queries. */
final class JooqPastRuns implements PastRuns {
  /** A hit is mostly the first row; the following ones are asked for when its outputs are gone. */
  private static final int FIRST_PAGE = 1;

  private static final int FURTHER_PAGE = 8;

  private final Database database;
  private final HotQueries queries;
  private final RunRows rows;
  private final StepScope scope;

  JooqPastRuns(Database database, HotQueries queries, RunRows rows, StepScope scope) {
    this.database = database;
    this.queries = queries;
    this.rows = rows;
    this.scope = scope;
  }

  @Override
  public Stream<Succeeded> reusable(KeyDocument key, Instant from, Instant to) {
    return Pages.<StepRunRecord>stream(
            FIRST_PAGE,
            FURTHER_PAGE,
            (after, most) ->
                after
                    .map(last ->
                        askSuccesses(
                            PastRunsQuestion.FURTHER_REUSABLE,
                            of(key, most)
                                .with("from", from)
                                .with("to", Instant.ofEpochMilli(last.getLatestAt()))
                                .with("last_at", last.getLatestAt())
                                .with("last_id", last.getId())))
                    .orElseGet(() ->
                        askSuccesses(
                            PastRunsQuestion.REUSABLE,
                            of(key, most).with("from", from).with("to", to))))
        .map(row -> success(row, key));
  }

  @Override
  public Optional<Succeeded> refreshed(KeyDocument key, Instant from, Instant to) {
    return ask(PastRunsQuestion.REFRESHED, of(key, 1).with("from", from).with("to", to)).stream()
        .map(row -> success(row, key))
        .findFirst();
  }

  @Override
  public Optional<Succeeded> expired(KeyDocument key, Instant before) {
    return ask(PastRunsQuestion.EXPIRED, of(key, 1).with("before", before)).stream()
        .map(row -> success(row, key))
        .findFirst();
  }

  @Override
  public Optional<StepRun> inProgress(KeyDocument key, Instant at) {
    return ask(
            PastRunsQuestion.IN_PROGRESS,
            of(key, 1).with("at", at).with("now", database.clock().instant()))
        .stream()
        .max(comparing(StepRunRecord::getLatestAt).thenComparing(StepRunRecord::getId))
        .map(row -> rows.run(row, scope, key));
  }

  @Override
  public Optional<Retracted> retracted(KeyDocument key, Instant at) {
    return ask(PastRunsQuestion.RETRACTED, of(key, 1).with("at", at)).stream()
        .map(row -> success(row, key))
        .findFirst()
        .map(run -> new Retracted(run, whyRetracted(run)));
  }

  private String whyRetracted(Succeeded run) {
    return database.read(session ->
        session
            .sql()
            .select(RETRACTION.WHY)
            .from(RETRACTION)
            .where(RETRACTION.RUN_ID.eq(run.id().text()))
            .fetchOptional(RETRACTION.WHY)
            .orElse(""));
  }

  @Override
  public Optional<StepRun> notSucceeded(KeyDocument key, Instant at) {
    return ask(
            PastRunsQuestion.NOT_SUCCEEDED,
            of(key, 1).with("at", at).with("now", database.clock().instant()))
        .stream()
        .map(row -> row.getStatus().equals(RunRows.EXECUTING) ? rows.abandoned(row) : ended(row))
        .max(StepRun.LATEST_FIRST.reversed())
        .map(run -> run);
  }

  private StepRun.Ended ended(StepRunRecord row) {
    return (StepRun.Ended) rows.run(row);
  }

  @Override
  public List<Succeeded> latestSuccesses(int most, Instant at) {
    return ask(PastRunsQuestion.LATEST_SUCCESSES, new Values(scope, most).with("at", at)).stream()
        .map(row -> (Succeeded) rows.run(row))
        .toList();
  }

  private Succeeded success(StepRunRecord row, KeyDocument key) {
    return (Succeeded) rows.run(row, scope, key);
  }

  private Values of(KeyDocument key, int most) {
    return new Values(scope, most).with("signature", key.signature().hex());
  }

  private List<StepRunRecord> ask(PastRunsQuestion question, Values values) {
    HotQuery query = queries.of(question);
    return ask(query, query.of(STEP_RUN), values);
  }

  private List<StepRunRecord> askSuccesses(PastRunsQuestion question, Values values) {
    return ask(queries.of(question), PastRunsQuestion::success, values);
  }

  private List<StepRunRecord> ask(HotQuery query, Row<StepRunRecord> row, Values values) {
    return database.read(session -> session.fetch(query, row, values.byName()));
  }
}

package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.PIPELINE;
import static dev.stepcache.persistence.schema.Tables.REFRESH_MARK;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.val;

import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.persistence.schema.tables.records.PipelineRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SQLDialect;

/** Pipelines, living and ended, and from when on their runs may be reused. */
final class PipelineTable {
  private final Database database;
  private final HotQueries queries;

  PipelineTable(Database database, HotQueries queries) {
    this.database = database;
    this.queries = queries;
  }

  /** What is asked before every lookup. */
  private enum Question implements HotQueries.Asked {
    LIVING;

    @Override
    public Query query() {
      return selectFrom(PIPELINE).where(PIPELINE.LIVE_NAME.eq(param("name", String.class)));
    }
  }

  /** Counted, so that no database gets the idea to begin with the pipelines. */
  static Condition isOfLiving(Field<String> pipelineId) {
    return field(
            selectCount()
                .from(PIPELINE)
                .where(PIPELINE.ID.eq(pipelineId))
                .and(PIPELINE.DELETED_AT.isNull()))
        .eq(1);
  }

  /** Until the transaction ends, nobody else gets past here; SQLite has one writer anyway. */
  static void lock(Session session, PipelineId pipeline) {
    var row = session.sql().selectFrom(PIPELINE).where(PIPELINE.ID.eq(pipeline.text()));
    if (session.sql().dialect() == SQLDialect.MYSQL) {
      row.forUpdate().fetch();
    }
  }

  /** As {@link #lock}; answers whether it lives. */
  static boolean lockLiving(Session session, PipelineId pipeline) {
    lock(session, pipeline);
    return session
        .sql()
        .fetchExists(PIPELINE, PIPELINE.ID.eq(pipeline.text()).and(PIPELINE.DELETED_AT.isNull()));
  }

  Pipeline open(PipelineName name, Instant at) {
    return find(name).or(() -> begin(name, at)).or(() -> find(name)).orElseThrow();
  }

  /** Empty when somebody else just began it. */
  private Optional<Pipeline> begin(PipelineName name, Instant at) {
    Pipeline pipeline =
        new Pipeline(
            new PipelineId(UUID.randomUUID().toString()),
            name,
            Instant.ofEpochMilli(Millis.of(at)),
            Optional.empty());
    boolean begun = database.write(session -> Inserts.insert(session, row(pipeline)));
    return begun ? Optional.of(pipeline) : Optional.empty();
  }

  Optional<Pipeline> find(PipelineName name) {
    HotQuery living = queries.of(Question.LIVING);
    return database
        .read(session -> session.fetch(living, PIPELINE, Map.of("name", name.text())))
        .stream()
        .findFirst()
        .map(PipelineTable::pipeline);
  }

  List<Pipeline> living() {
    return database
        .read(session ->
            session
                .sql()
                .selectFrom(PIPELINE)
                .where(PIPELINE.LIVE_NAME.isNotNull())
                .orderBy(PIPELINE.LIVE_NAME)
                .fetch())
        .map(PipelineTable::pipeline);
  }

  boolean delete(PipelineId pipeline, Instant at) {
    return database.write(session ->
        session
                .sql()
                .update(PIPELINE)
                .set(PIPELINE.DELETED_AT, Millis.of(at))
                .setNull(PIPELINE.LIVE_NAME)
                .where(PIPELINE.ID.eq(pipeline.text()))
                .and(PIPELINE.DELETED_AT.isNull())
                .execute()
            == 1);
  }

  void refresh(PipelineId pipeline, Optional<StepName> step, Instant before) {
    database.write(session -> refresh(session, pipeline, step, before));
  }

  /** Of two refreshes the later counts. */
  static int refresh(
      Session session, PipelineId pipeline, Optional<StepName> step, Instant before) {
    long millis = Millis.of(before);
    return session
        .sql()
        .insertInto(REFRESH_MARK)
        .set(REFRESH_MARK.PIPELINE_ID, pipeline.text())
        .set(REFRESH_MARK.STEP_NAME, step.map(StepName::text).orElse(""))
        .set(REFRESH_MARK.STARTED_BEFORE, millis)
        .onDuplicateKeyUpdate()
        .set(REFRESH_MARK.STARTED_BEFORE, greatest(REFRESH_MARK.STARTED_BEFORE, val(millis)))
        .execute();
  }

  static PipelineRecord row(Pipeline pipeline) {
    PipelineRecord row = new PipelineRecord();
    row.setId(pipeline.id().text());
    row.setName(pipeline.name().text());
    row.setCreatedAt(Millis.of(pipeline.createdAt()));
    row.setDeletedAt(Millis.of(pipeline.deletedAt()));
    row.setLiveName(pipeline.deletedAt().isPresent() ? null : pipeline.name().text());
    return row;
  }

  static Pipeline pipeline(PipelineRecord row) {
    return new Pipeline(
        new PipelineId(row.getId()),
        new PipelineName(row.getName()),
        Instant.ofEpochMilli(row.getCreatedAt()),
        Millis.instant(row.getDeletedAt()));
  }
}

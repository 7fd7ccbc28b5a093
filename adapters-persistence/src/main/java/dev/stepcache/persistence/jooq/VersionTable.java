package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.PIPELINE_DEFINITION;
import static dev.stepcache.persistence.schema.Tables.PIPELINE_VERSION;

import dev.stepcache.application.port.PipelineCatalog.PipelineVersion;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.persistence.schema.tables.records.PipelineDefinitionRecord;
import dev.stepcache.persistence.schema.tables.records.PipelineVersionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;

/** The versions of registered pipelines, and their definitions in a table beside them. */
final class VersionTable {
  private final Database database;

  VersionTable(Database database) {
    this.database = database;
  }

  /** A new version of a pipeline that is locked. */
  static void insert(
      Session session, PipelineId pipeline, long number, String definition, Instant at, String by) {
    PipelineVersionRecord row = new PipelineVersionRecord();
    row.setPipelineId(pipeline.text());
    row.setVersionNumber(number);
    row.setCreatedAt(Millis.of(at));
    row.setCreatedBy(by);
    session.sql().insertInto(PIPELINE_VERSION).set(row).execute();
    session
        .sql()
        .insertInto(PIPELINE_DEFINITION)
        .set(new PipelineDefinitionRecord(pipeline.text(), number, definition))
        .execute();
  }

  Optional<PipelineVersion> find(PipelineId pipeline, long number) {
    return database
        .read(session ->
            session.sql().selectFrom(PIPELINE_VERSION).where(is(pipeline, number)).fetchOptional())
        .map(VersionTable::version);
  }

  List<PipelineVersion> of(PipelineId pipeline) {
    return database
        .read(session ->
            session
                .sql()
                .selectFrom(PIPELINE_VERSION)
                .where(isOf(pipeline))
                .orderBy(PIPELINE_VERSION.VERSION_NUMBER.desc())
                .fetch())
        .map(VersionTable::version);
  }

  Optional<String> definition(PipelineId pipeline, long number) {
    return database.read(session ->
        session
            .sql()
            .select(PIPELINE_DEFINITION.DEFINITION)
            .from(PIPELINE_DEFINITION)
            .where(PIPELINE_DEFINITION.PIPELINE_ID.eq(pipeline.text()))
            .and(PIPELINE_DEFINITION.VERSION_NUMBER.eq(number))
            .and(PipelineTable.isOfLiving(PIPELINE_DEFINITION.PIPELINE_ID))
            .fetchOptional(PIPELINE_DEFINITION.DEFINITION));
  }

  boolean describe(
      PipelineId pipeline,
      long number,
      Optional<String> displayName,
      Optional<String> description) {
    PipelineVersionRecord row = new PipelineVersionRecord();
    displayName.ifPresent(row::setDisplayName);
    description.ifPresent(row::setDescription);
    if (displayName.isEmpty() && description.isEmpty()) {
      return find(pipeline, number).isPresent();
    }
    return change(pipeline, number, row);
  }

  void started(PipelineId pipeline, long number, ExecutionId execution) {
    PipelineVersionRecord row = new PipelineVersionRecord();
    row.setLastExecution(execution.text());
    change(pipeline, number, row);
  }

  /** Answers whether there is such a version. */
  private boolean change(PipelineId pipeline, long number, PipelineVersionRecord row) {
    return database.write(session ->
        session.sql().update(PIPELINE_VERSION).set(row).where(is(pipeline, number)).execute() == 1);
  }

  private static Condition is(PipelineId pipeline, long number) {
    return isOf(pipeline).and(PIPELINE_VERSION.VERSION_NUMBER.eq(number));
  }

  private static Condition isOf(PipelineId pipeline) {
    return PIPELINE_VERSION
        .PIPELINE_ID
        .eq(pipeline.text())
        .and(PipelineTable.isOfLiving(PIPELINE_VERSION.PIPELINE_ID));
  }

  private static PipelineVersion version(PipelineVersionRecord row) {
    return new PipelineVersion(
        new PipelineId(row.getPipelineId()),
        row.getVersionNumber(),
        Optional.ofNullable(row.getDisplayName()),
        Optional.ofNullable(row.getDescription()),
        Instant.ofEpochMilli(row.getCreatedAt()),
        row.getCreatedBy(),
        Optional.ofNullable(row.getLastExecution()).map(ExecutionId::new));
  }
}

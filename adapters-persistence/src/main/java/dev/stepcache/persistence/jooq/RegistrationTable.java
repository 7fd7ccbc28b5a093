package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.PIPELINE;
import static dev.stepcache.persistence.schema.Tables.REGISTERED_PIPELINE;

import dev.stepcache.application.port.PipelineCatalog.Change;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.PipelineCatalog.Update;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.persistence.schema.tables.records.RegisteredPipelineRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectConditionStep;

/** What is known of registered pipelines beyond their names, which the history's pipelines have. */
final class RegistrationTable {
  private static final long FIRST = 1;

  private final Database database;

  RegistrationTable(Database database) {
    this.database = database;
  }

  boolean register(RegisteredPipeline pipeline, String definition, SortedMap<String, String> tags) {
    RegisteredPipelineRecord row = row(pipeline);
    return database.write(session -> {
      if (!PipelineTable.lockLiving(session, pipeline.id()) || !Inserts.insert(session, row)) {
        return false;
      }
      VersionTable.insert(
          session, pipeline.id(), FIRST, definition, pipeline.createdAt(), pipeline.createdBy());
      TagTable.put(session, pipeline.id(), tags);
      return true;
    });
  }

  private static RegisteredPipelineRecord row(RegisteredPipeline pipeline) {
    return new RegisteredPipelineRecord(
        pipeline.id().text(),
        pipeline.displayName().orElse(null),
        pipeline.description().orElse(null),
        pipeline.role().orElse(null),
        pipeline.maxParallel().orElse(null),
        FIRST,
        FIRST,
        Millis.of(pipeline.createdAt()),
        pipeline.createdBy(),
        Millis.of(pipeline.modifiedAt()),
        pipeline.modifiedBy());
  }

  Optional<RegisteredPipeline> find(PipelineName name) {
    return database.read(session -> find(session, PIPELINE.LIVE_NAME.eq(name.text())));
  }

  private static Optional<RegisteredPipeline> find(Session session, Condition which) {
    return living(session).and(which).fetchOptional().map(RegistrationTable::registered);
  }

  List<RegisteredPipeline> living() {
    return database
        .read(session -> living(session).orderBy(PIPELINE.LIVE_NAME).fetch())
        .map(RegistrationTable::registered);
  }

  private static SelectConditionStep<Record> living(Session session) {
    return session
        .sql()
        .select(REGISTERED_PIPELINE.fields())
        .select(PIPELINE.NAME)
        .from(REGISTERED_PIPELINE)
        .join(PIPELINE)
        .on(PIPELINE.ID.eq(REGISTERED_PIPELINE.PIPELINE_ID))
        .where(PIPELINE.DELETED_AT.isNull());
  }

  private static RegisteredPipeline registered(Record joined) {
    RegisteredPipelineRecord row = joined.into(REGISTERED_PIPELINE);
    return new RegisteredPipeline(
        new PipelineId(row.getPipelineId()),
        new PipelineName(joined.get(PIPELINE.NAME)),
        Optional.ofNullable(row.getDisplayName()),
        Optional.ofNullable(row.getDescription()),
        Optional.ofNullable(row.getRole()),
        Optional.ofNullable(row.getMaxParallel()),
        row.getLatestVersion(),
        row.getRevision(),
        Instant.ofEpochMilli(row.getCreatedAt()),
        row.getCreatedBy(),
        Instant.ofEpochMilli(row.getModifiedAt()),
        row.getModifiedBy());
  }

  Update update(PipelineId pipeline, Change change) {
    Condition isIt = PIPELINE.ID.eq(pipeline.text());
    return database.write(session -> {
      PipelineTable.lock(session, pipeline);
      Optional<RegisteredPipeline> found = find(session, isIt);
      if (found.isEmpty()) {
        return new Update.Absent();
      }
      RegisteredPipeline before = found.get();
      if (change.revision().filter(expected -> expected != before.revision()).isPresent()) {
        return new Update.Outdated(before);
      }
      apply(session, change, before);
      return new Update.Done(find(session, isIt).orElseThrow());
    });
  }

  private static void apply(Session session, Change change, RegisteredPipeline before) {
    RegisteredPipelineRecord row = new RegisteredPipelineRecord();
    change.displayName().ifPresent(row::setDisplayName);
    change.description().ifPresent(row::setDescription);
    change.role().ifPresent(row::setRole);
    change.maxParallel().ifPresent(row::setMaxParallel);
    change
        .definition()
        .ifPresent(definition -> {
          long number = before.latestVersion() + 1;
          row.setLatestVersion(number);
          VersionTable.insert(session, before.id(), number, definition, change.at(), change.by());
        });
    row.setRevision(before.revision() + 1);
    row.setModifiedAt(Millis.of(change.at()));
    row.setModifiedBy(change.by());
    session
        .sql()
        .update(REGISTERED_PIPELINE)
        .set(row)
        .where(REGISTERED_PIPELINE.PIPELINE_ID.eq(before.id().text()))
        .execute();
  }
}

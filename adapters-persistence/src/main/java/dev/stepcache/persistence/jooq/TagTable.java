package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.PIPELINE_TAG;
import static dev.stepcache.persistence.schema.Tables.REGISTERED_PIPELINE;

import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.persistence.schema.tables.records.PipelineTagRecord;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tags of registered pipelines. */
final class TagTable {
  private final Database database;

  TagTable(Database database) {
    this.database = database;
  }

  SortedMap<String, String> of(PipelineId pipeline) {
    SortedMap<String, String> tags = new TreeMap<>();
    database
        .read(session ->
            session
                .sql()
                .selectFrom(PIPELINE_TAG)
                .where(PIPELINE_TAG.PIPELINE_ID.eq(pipeline.text()))
                .and(PipelineTable.isOfLiving(PIPELINE_TAG.PIPELINE_ID))
                .fetch())
        .forEach(row -> tags.put(row.getTagKey(), row.getTagValue()));
    return tags;
  }

  void add(PipelineId pipeline, SortedMap<String, String> tags) {
    database.write(session -> {
      boolean isRegistered =
          PipelineTable.lockLiving(session, pipeline)
              && session
                  .sql()
                  .fetchExists(
                      REGISTERED_PIPELINE, REGISTERED_PIPELINE.PIPELINE_ID.eq(pipeline.text()));
      return isRegistered ? put(session, pipeline, tags) : 0;
    });
  }

  /** Puts tags to a pipeline that is locked; answers how many. */
  static int put(Session session, PipelineId pipeline, SortedMap<String, String> tags) {
    tags.forEach((key, value) -> {
      PipelineTagRecord row = new PipelineTagRecord(pipeline.text(), key, value);
      session.sql().insertInto(PIPELINE_TAG).set(row).onDuplicateKeyUpdate().set(row).execute();
    });
    return tags.size();
  }

  void remove(PipelineId pipeline, Set<String> keys) {
    database.write(session ->
        session
            .sql()
            .deleteFrom(PIPELINE_TAG)
            .where(PIPELINE_TAG.PIPELINE_ID.eq(pipeline.text()))
            .and(PIPELINE_TAG.TAG_KEY.in(keys))
            .execute());
  }
}

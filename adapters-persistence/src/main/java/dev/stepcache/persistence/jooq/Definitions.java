package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static dev.stepcache.persistence.schema.Tables.EXECUTION_DEFINITION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.select;

import dev.stepcache.application.content.Digests;
import dev.stepcache.persistence.schema.tables.records.ExecutionDefinitionRecord;
import dev.stepcache.persistence.schema.tables.records.ExecutionRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SQLDialect;

/** The definitions of executions, of which each is kept once for all executions of a pipeline. */
final class Definitions {
  /** In the row of an execution whose definition is kept here. */
  static final String ELSEWHERE = "";

  private Definitions() {}

  static String digest(String definition) {
    return Digests.sha256(definition.getBytes(UTF_8));
  }

  /** The columns of an execution, with its definition wherever that is kept. */
  static List<Field<?>> withDefinition() {
    Field<String> definition =
        coalesce(
                select(EXECUTION_DEFINITION.DEFINITION)
                    .from(EXECUTION_DEFINITION)
                    .where(EXECUTION_DEFINITION.PIPELINE_ID.eq(EXECUTION.PIPELINE_ID))
                    .and(EXECUTION_DEFINITION.DIGEST.eq(EXECUTION.DEFINITION_DIGEST))
                    .<String>asField(),
                EXECUTION.DEFINITION)
            .as(EXECUTION.DEFINITION);
    return Arrays.stream(EXECUTION.fields())
        .<Field<?>>map(field -> field.equals(EXECUTION.DEFINITION) ? definition : field)
        .toList();
  }

  /** Inserts an execution unless it is there, its definition too; answers whether it did. */
  static boolean insert(Session session, ExecutionRecord row, String definition) {
    boolean isNew = Inserts.insert(session, row);
    if (isNew) {
      keep(session, row, definition);
    }
    return isNew;
  }

  /** Keeps the definition of an execution that has just been written. */
  static void keep(Session session, ExecutionRecord row, String definition) {
    if (!isKept(session, row)) {
      // Somebody else may just have kept it.
      Inserts.insert(
          session,
          new ExecutionDefinitionRecord(
              row.getPipelineId(), row.getDefinitionDigest(), definition));
    }
  }

  /** On a server it then stays until the transaction ends; SQLite has one writer anyway. */
  private static boolean isKept(Session session, ExecutionRecord row) {
    var kept =
        session
            .sql()
            .select(EXECUTION_DEFINITION.DIGEST)
            .from(EXECUTION_DEFINITION)
            .where(is(row.getPipelineId(), row.getDefinitionDigest()));
    return session.sql().dialect() == SQLDialect.MYSQL
        ? kept.forShare().fetchOptional().isPresent()
        : kept.fetchOptional().isPresent();
  }

  private static Condition is(String pipeline, String digest) {
    return EXECUTION_DEFINITION
        .PIPELINE_ID
        .eq(pipeline)
        .and(EXECUTION_DEFINITION.DIGEST.eq(digest));
  }

  /** The definitions of executions; there are as many rows as definitions. */
  static Set<ExecutionRecord> of(Session session, List<String> executions) {
    return Set.copyOf(
        session
            .sql()
            .selectDistinct(EXECUTION.PIPELINE_ID, EXECUTION.DEFINITION_DIGEST)
            .from(EXECUTION)
            .where(EXECUTION.ID.in(executions))
            .and(EXECUTION.DEFINITION_DIGEST.isNotNull())
            .fetchInto(EXECUTION));
  }

  /** Deletes those definitions that no execution has any more. */
  static void deleteUnused(Session session, Set<ExecutionRecord> candidates) {
    for (ExecutionRecord row : candidates) {
      Condition itself = is(row.getPipelineId(), row.getDefinitionDigest());
      if (session.sql().dialect() == SQLDialect.MYSQL) {
        // First, so that executions which are just being written with it are seen below.
        session.sql().selectFrom(EXECUTION_DEFINITION).where(itself).forUpdate().fetch();
      }
      boolean isUsed =
          session
              .sql()
              .fetchExists(
                  EXECUTION,
                  EXECUTION
                      .PIPELINE_ID
                      .eq(row.getPipelineId())
                      .and(EXECUTION.DEFINITION_DIGEST.eq(row.getDefinitionDigest())));
      if (!isUsed) {
        session.sql().deleteFrom(EXECUTION_DEFINITION).where(itself).execute();
      }
    }
  }
}

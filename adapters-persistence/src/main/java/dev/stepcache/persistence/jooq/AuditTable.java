package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.AUDIT_ENTRY;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;

import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.persistence.schema.tables.records.AuditEntryRecord;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Row6;

/** Who saw what, in the order in which it was kept. */
final class AuditTable {
  private static final int PAGE = 128;

  /** One statement takes a few thousand values on SQLite. */
  private static final int MOST_AT_ONCE = 1000;

  private final Database database;

  AuditTable(Database database) {
    this.database = database;
  }

  void keep(List<AuditEntry> entries) {
    if (!entries.isEmpty()) {
      database.write(session -> insert(session, entries));
    }
  }

  private static int insert(Session session, List<AuditEntry> entries) {
    int inserted = 0;
    for (int from = 0; from < entries.size(); from += MOST_AT_ONCE) {
      inserted +=
          session
              .sql()
              .insertInto(
                  AUDIT_ENTRY,
                  AUDIT_ENTRY.AUDITED_AT,
                  AUDIT_ENTRY.PRINCIPAL,
                  AUDIT_ENTRY.PERMISSION,
                  AUDIT_ENTRY.PIPELINE,
                  AUDIT_ENTRY.SUBJECT,
                  AUDIT_ENTRY.OPERATION)
              .valuesOfRows(
                  entries.subList(from, Math.min(entries.size(), from + MOST_AT_ONCE)).stream()
                      .map(AuditTable::values)
                      .toList())
              .execute();
    }
    return inserted;
  }

  private static Row6<Long, String, String, String, String, String> values(AuditEntry entry) {
    return row(
        Millis.of(entry.at()),
        entry.principal().text(),
        entry.permission().spelling(),
        entry.pipeline(),
        entry.subject(),
        entry.operation());
  }

  Stream<AuditEntry> latestFirst() {
    return Pages.<AuditEntryRecord>stream(
            PAGE,
            PAGE,
            (after, most) ->
                database.read(session ->
                    session
                        .sql()
                        .selectFrom(AUDIT_ENTRY)
                        .where(
                            after
                                .map(last -> AUDIT_ENTRY.ENTRY_NUMBER.lt(last.getEntryNumber()))
                                .orElse(noCondition()))
                        .orderBy(AUDIT_ENTRY.ENTRY_NUMBER.desc())
                        .limit(most)
                        .fetch()))
        .map(this::entry);
  }

  private AuditEntry entry(AuditEntryRecord row) {
    return Damage.reading(
        database.name(),
        "audit entry " + row.getEntryNumber(),
        () ->
            new AuditEntry(
                Instant.ofEpochMilli(row.getAuditedAt()),
                new PrincipalName(row.getPrincipal()),
                GrantTable.permission(row.getPermission()),
                row.getPipeline(),
                row.getSubject(),
                row.getOperation()));
  }
}

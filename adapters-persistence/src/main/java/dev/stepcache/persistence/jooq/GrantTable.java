package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.ACCESS_GRANT;
import static java.util.Comparator.comparing;
import static org.jooq.impl.DSL.noCondition;

import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.persistence.schema.tables.records.AccessGrantRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jooq.Condition;

/** Who was granted what. */
final class GrantTable {
  private static final Comparator<Grant> ORDER =
      comparing(Grant::principal).thenComparing(Grant::permission).thenComparing(Grant::pipelines);

  private final Database database;

  GrantTable(Database database) {
    this.database = database;
  }

  void add(Grant grant, Instant at) {
    AccessGrantRecord row =
        new AccessGrantRecord(
            grant.principal().text(),
            grant.permission().spelling(),
            grant.pipelines().text(),
            Millis.of(at));
    database.write(session -> Inserts.insert(session, row));
  }

  boolean remove(Grant grant) {
    return database.write(session ->
        session
                .sql()
                .deleteFrom(ACCESS_GRANT)
                .where(ACCESS_GRANT.PRINCIPAL.eq(grant.principal().text()))
                .and(ACCESS_GRANT.PERMISSION.eq(grant.permission().spelling()))
                .and(ACCESS_GRANT.PATTERN.eq(grant.pipelines().text()))
                .execute()
            == 1);
  }

  List<Grant> of(PrincipalName principal) {
    return list(ACCESS_GRANT.PRINCIPAL.eq(principal.text()));
  }

  List<Grant> all() {
    return list(noCondition());
  }

  private List<Grant> list(Condition which) {
    return database
        .read(session -> session.sql().selectFrom(ACCESS_GRANT).where(which).fetch())
        .stream()
        .map(this::grant)
        .sorted(ORDER)
        .toList();
  }

  private Grant grant(AccessGrantRecord row) {
    return Damage.reading(
        database.name(),
        "a grant of " + row.getPrincipal(),
        () ->
            new Grant(
                new PrincipalName(row.getPrincipal()),
                permission(row.getPermission()),
                new PipelinePattern(row.getPattern())));
  }

  static Permission permission(String spelling) {
    return Permission.of(spelling)
        .orElseThrow(() -> new IllegalArgumentException("no permission: " + spelling));
  }
}

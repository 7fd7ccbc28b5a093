package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.CREDENTIAL;
import static java.util.Comparator.comparing;

import dev.stepcache.application.port.AccessBook.Credential;
import dev.stepcache.application.port.AccessBook.Credential.AccessKey;
import dev.stepcache.application.port.AccessBook.Credential.BearerToken;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.persistence.schema.tables.records.CredentialRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** By what principals prove who they are: a digest makes a bearer token, a secret an access key. */
final class CredentialTable {
  private static final Comparator<Credential> ORDER =
      comparing(Credential::principal)
          .thenComparing(Credential::createdAt)
          .thenComparing(Credential::id);

  private final Database database;

  CredentialTable(Database database) {
    this.database = database;
  }

  void keep(Credential credential) {
    CredentialRecord row = new CredentialRecord();
    row.setId(credential.id());
    row.setPrincipal(credential.principal().text());
    row.setCreatedAt(Millis.of(credential.createdAt()));
    switch (credential) {
      case BearerToken token -> row.setDigest(token.digest());
      case AccessKey key -> row.setSealedSecret(key.sealedSecret());
    }
    database.write(session -> Inserts.insert(session, row));
  }

  Optional<BearerToken> bearerToken(String digest) {
    return database
        .read(session ->
            session
                .sql()
                .selectFrom(CREDENTIAL)
                .where(CREDENTIAL.DIGEST.eq(digest))
                .fetchOptional())
        .map(this::bearerToken);
  }

  Optional<AccessKey> accessKey(String id) {
    return database
        .read(session ->
            session
                .sql()
                .selectFrom(CREDENTIAL)
                .where(CREDENTIAL.ID.eq(id))
                .and(CREDENTIAL.SEALED_SECRET.isNotNull())
                .fetchOptional())
        .map(this::accessKey);
  }

  List<Credential> all() {
    return database.read(session -> session.sql().selectFrom(CREDENTIAL).fetch()).stream()
        .<Credential>map(row -> row.getDigest() != null ? bearerToken(row) : accessKey(row))
        .sorted(ORDER)
        .toList();
  }

  boolean drop(String id) {
    return database.write(
        session -> session.sql().deleteFrom(CREDENTIAL).where(CREDENTIAL.ID.eq(id)).execute() == 1);
  }

  boolean isAny() {
    return database.read(session -> session.sql().fetchExists(CREDENTIAL));
  }

  private BearerToken bearerToken(CredentialRecord row) {
    return new BearerToken(row.getId(), principal(row), createdAt(row), row.getDigest());
  }

  private AccessKey accessKey(CredentialRecord row) {
    return new AccessKey(row.getId(), principal(row), createdAt(row), row.getSealedSecret());
  }

  private PrincipalName principal(CredentialRecord row) {
    return Damage.reading(
        database.name(), "credential " + row.getId(), () -> new PrincipalName(row.getPrincipal()));
  }

  private static Instant createdAt(CredentialRecord row) {
    return Instant.ofEpochMilli(row.getCreatedAt());
  }
}

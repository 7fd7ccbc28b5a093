package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.AccessBook;
import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.PrincipalName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The access book in SQL, the face of three tables. */
final class JooqAccessBook implements AccessBook {
  private final GrantTable grants;
  private final CredentialTable credentials;
  private final AuditTable audit;

  JooqAccessBook(Database database) {
    this.grants = new GrantTable(database);
    this.credentials = new CredentialTable(database);
    this.audit = new AuditTable(database);
  }

  @Override
  public void grant(Grant grant, Instant at) {
    grants.add(grant, at);
  }

  @Override
  public boolean revoke(Grant grant) {
    return grants.remove(grant);
  }

  @Override
  public List<Grant> grants(PrincipalName principal) {
    return grants.of(principal);
  }

  @Override
  public List<Grant> grants() {
    return grants.all();
  }

  @Override
  public void keep(Credential credential) {
    credentials.keep(credential);
  }

  @Override
  public Optional<Credential.BearerToken> bearerToken(String digest) {
    return credentials.bearerToken(digest);
  }

  @Override
  public Optional<Credential.AccessKey> accessKey(String id) {
    return credentials.accessKey(id);
  }

  @Override
  public List<Credential> credentials() {
    return credentials.all();
  }

  @Override
  public boolean drop(String credential) {
    return credentials.drop(credential);
  }

  @Override
  public boolean hasCredentials() {
    return credentials.isAny();
  }

  @Override
  public void audit(List<AuditEntry> entries) {
    audit.keep(entries);
  }

  @Override
  public Stream<AuditEntry> audit() {
    return audit.latestFirst();
  }
}

package dev.stepcache.application.port;

import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PrincipalName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who was granted what, how principals prove who they are, and who saw what (H3). It lies in the
 * same store as the run history and is one for all nodes of a service; an outage is a {@link
 * RunHistoryUnavailable}.
 */
public interface AccessBook {

  /** Keeps a grant; one that is there already stays. */
  void grant(Grant grant, Instant at);

  /** Takes a grant away; answers whether it was there. */
  boolean revoke(Grant grant);

  /** All grants of a principal, by permission and pattern. */
  List<Grant> grants(PrincipalName principal);

  /** All grants, by principal, permission and pattern. */
  List<Grant> grants();

  /** Keeps a credential that is new. */
  void keep(Credential credential);

  /** The bearer token with a digest. */
  Optional<Credential.BearerToken> bearerToken(String digest);

  /** The access key of an id. */
  Optional<Credential.AccessKey> accessKey(String id);

  /** All credentials, by principal and then oldest first. */
  List<Credential> credentials();

  /** Removes a credential by its id; answers whether it was there. */
  boolean drop(String credential);

  /** Whether there is any credential at all. */
  boolean hasCredentials();

  /** Keeps entries at the end of the audit log, all or nothing; durable when this returns. */
  void audit(List<AuditEntry> entries);

  /** The audit log, latest entry first; fetched as consumed. */
  Stream<AuditEntry> audit();

  /** By what a principal proves who it is. */
  sealed interface Credential {
    /** What it is called where it is listed and dropped; no secret. */
    String id();

    PrincipalName principal();

    Instant createdAt();

    /**
     * A random text.
     *
     * @param digest SHA-256 of the text, 64 lower-case hex digits
     */
    record BearerToken(String id, PrincipalName principal, Instant createdAt, String digest)
        implements Credential {}

    /**
     * A key to sign requests with (SigV4).
     *
     * @param sealedSecret the secret, encrypted under a key that is kept elsewhere
     */
    record AccessKey(String id, PrincipalName principal, Instant createdAt, String sealedSecret)
        implements Credential {}
  }

  /**
   * One use of a grant that showed cached metadata, or one purge.
   *
   * @param pipeline the pipeline's name
   * @param subject what was shown or purged: a run, an execution, a step of one
   * @param operation as the interface names it
   */
  record AuditEntry(
      Instant at,
      PrincipalName principal,
      Permission permission,
      String pipeline,
      String subject,
      String operation) {}
}

package dev.stepcache.http.rest;

import static java.util.stream.Collectors.toMap;

import dev.stepcache.application.access.Credentials;
import dev.stepcache.application.json.AccessDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.AccessBook;
import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Grants, credentials and the audit log, for those who manage every pipeline (H3). They can grant
 * themselves whatever they like, so that is all it needs.
 */
final class AccessResource {
  private static final Map<String, Permission> PERMISSIONS =
      Arrays.stream(Permission.values())
          .collect(toMap(Permission::spelling, permission -> permission));

  private final AccessBook book;
  private final Credentials credentials;
  private final InstantSource clock;

  @Inject
  AccessResource(Store store, Credentials credentials) {
    this.book = store.accessBook();
    this.credentials = credentials;
    this.clock = store.history().clock();
  }

  List<Route> routes() {
    return List.of(
        new Route("listGrants", "GET", "/v1/access/grants", this::grants),
        new Route("grant", "POST", "/v1/access/grants", this::grant),
        new Route("revoke", "DELETE", "/v1/access/grants", this::revoke),
        new Route("listCredentials", "GET", "/v1/access/credentials", this::credentials),
        new Route("dropCredential", "DELETE", "/v1/access/credentials/{credential}", this::drop),
        new Route("issueToken", "POST", "/v1/access/tokens", this::issueToken),
        new Route("issueKey", "POST", "/v1/access/keys", this::issueKey),
        new Route("readAudit", "GET", "/v1/audit", this::audit));
  }

  private Answer grants(Asked asked) {
    asked.caller().requireAdministration();
    asked.query();
    return Answer.of(AccessDocuments.grants(book.grants()));
  }

  private Answer grant(Asked asked) {
    asked.caller().requireAdministration();
    asked.query();
    Body body = asked.body();
    Optional<PrincipalName> principal = principal(body);
    body.needed("permission");
    Optional<Permission> permission = body.choice("permission", PERMISSIONS);
    PipelinePattern pipelines =
        body.text("pipelines", PipelinePattern::new).orElse(PipelinePattern.ALL);
    body.check();
    Grant grant = new Grant(principal.orElseThrow(), permission.orElseThrow(), pipelines);
    book.grant(grant, clock.instant());
    return Answer.of(201, AccessDocuments.grant(grant));
  }

  private Answer revoke(Asked asked) {
    asked.caller().requireAdministration();
    Query query = asked.query("principal", "permission", "pipelines");
    Grant grant =
        new Grant(
            query.read("principal", PrincipalName::new).orElseThrow(() -> needed("principal")),
            query
                .text("permission")
                .map(text ->
                    Permission.of(text)
                        .orElseThrow(() ->
                            new Refused(
                                Problem.Kind.BAD_REQUEST,
                                "there is no permission \"%s\"".formatted(text))))
                .orElseThrow(() -> needed("permission")),
            query.read("pipelines", PipelinePattern::new).orElse(PipelinePattern.ALL));
    if (!book.revoke(grant)) {
      throw Refused.notFound("there is no such grant");
    }
    return Answer.empty(204);
  }

  private static Refused needed(String parameter) {
    return new Refused(Problem.Kind.BAD_REQUEST, "the parameter %s is needed".formatted(parameter));
  }

  private Answer credentials(Asked asked) {
    asked.caller().requireAdministration();
    asked.query();
    return Answer.of(
        new JsonObject()
            .put(
                "credentials",
                book.credentials().stream().map(AccessDocuments::credential).toList()));
  }

  private Answer drop(Asked asked) {
    asked.caller().requireAdministration();
    asked.query();
    if (!book.drop(asked.segment("credential"))) {
      throw Refused.notFound("there is no such credential");
    }
    return Answer.empty(204);
  }

  private Answer issueToken(Asked asked) {
    Credentials.IssuedToken issued = credentials.issueToken(recipient(asked));
    return secret(AccessDocuments.credential(issued.kept()).put("token", issued.token()));
  }

  private Answer issueKey(Asked asked) {
    Credentials.IssuedKey issued = credentials.issueKey(recipient(asked));
    return secret(AccessDocuments.credential(issued.kept()).put("secret", issued.secret()));
  }

  private static PrincipalName recipient(Asked asked) {
    asked.caller().requireAdministration();
    asked.query();
    Body body = asked.body();
    Optional<PrincipalName> principal = principal(body);
    body.check();
    return principal.orElseThrow();
  }

  private static Optional<PrincipalName> principal(Body body) {
    body.needed("principal");
    return body.text("principal", PrincipalName::new);
  }

  private static Answer secret(JsonObject document) {
    return Answer.of(201, document).with("Cache-Control", "no-store");
  }

  /** The latest entries; older ones are read on the command line. */
  private Answer audit(Asked asked) {
    asked.caller().requireAdministration();
    int limit = asked.query("limit").limit();
    try (Stream<AuditEntry> entries = book.audit()) {
      return Answer.of(
          new JsonObject()
              .put("entries", entries.limit(limit).map(AccessDocuments::entry).toList()));
    }
  }
}

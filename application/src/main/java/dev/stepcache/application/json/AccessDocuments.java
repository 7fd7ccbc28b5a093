package dev.stepcache.application.json;

import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.application.port.AccessBook.Credential;
import dev.stepcache.domain.access.Grant;
import java.util.List;

/** Who may do what and who did it, in the one JSON shape of command line and REST API (H3). */
public final class AccessDocuments {
  private AccessDocuments() {}

  public static JsonObject grants(List<Grant> grants) {
    return new JsonObject().put("grants", grants.stream().map(AccessDocuments::grant).toList());
  }

  public static JsonObject grant(Grant grant) {
    return new JsonObject()
        .put("principal", grant.principal().text())
        .put("permission", grant.permission().spelling())
        .put("pipelines", grant.pipelines().text());
  }

  /** A credential without its secret. */
  public static JsonObject credential(Credential credential) {
    return new JsonObject()
        .put("id", credential.id())
        .put("principal", credential.principal().text())
        .put("kind", kind(credential))
        .put("createdAt", credential.createdAt());
  }

  /** What kind of credential it is, in a word. */
  public static String kind(Credential credential) {
    return switch (credential) {
      case Credential.BearerToken token -> "token";
      case Credential.AccessKey key -> "key";
    };
  }

  public static JsonObject entry(AuditEntry entry) {
    return new JsonObject()
        .put("at", entry.at())
        .put("principal", entry.principal().text())
        .put("permission", entry.permission().spelling())
        .put("pipeline", entry.pipeline())
        .put("subject", entry.subject())
        .put("operation", entry.operation());
  }
}

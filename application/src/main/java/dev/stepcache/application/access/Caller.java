package dev.stepcache.application.access;

import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.domain.access.Grants;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.domain.step.PipelineName;
import java.time.Instant;
import java.util.List;

/**
 * Who asks now, with all that was granted. Whatever is shown or done for a caller is asked of it
 * first, before the store is, so that neither answers nor times tell what is not to be known.
 */
public final class Caller {
  private final PrincipalName name;
  private final Grants grants;
  private final AuditLog audit;

  public Caller(PrincipalName name, Grants grants, AuditLog audit) {
    this.name = name;
    this.grants = grants;
    this.audit = audit;
  }

  public PrincipalName name() {
    return name;
  }

  /** Whether this caller may know that there is such a pipeline. */
  public boolean mayKnow(PipelineName pipeline) {
    return grants.reveal(pipeline);
  }

  public boolean may(Permission permission, PipelineName pipeline) {
    return grants.allow(permission, pipeline);
  }

  /** Whether this caller decides on credentials and the grants of all. */
  public boolean administers() {
    return grants.administer();
  }

  /**
   * Requires a permission.
   *
   * @throws AccessRefused where it is not granted
   */
  public void require(Permission permission, PipelineName pipeline) {
    if (!may(permission, pipeline)) {
      throw new AccessRefused(name, permission, !mayKnow(pipeline));
    }
  }

  /**
   * Requires a permission on every pipeline at once.
   *
   * @throws AccessRefused where it is not granted
   */
  public void requireEverywhere(Permission permission) {
    if (!grants.allowEverywhere(permission)) {
      throw new AccessRefused(name, permission, false);
    }
  }

  /**
   * Requires the right to decide on grants.
   *
   * @throws AccessRefused where the caller does not manage every pipeline
   */
  public void requireAdministration() {
    if (!administers()) {
      throw new AccessRefused(name, Permission.MANAGE_PIPELINE, false);
    }
  }

  /**
   * Requires that a source of metadata is open, and keeps in the audit log what it shows.
   *
   * @param subjects the runs, executions or steps that are shown
   * @param operation as the interface names it
   * @throws AccessRefused where the source is closed
   */
  public void look(
      MetadataSource source, PipelineName pipeline, List<String> subjects, String operation) {
    require(source.needed(), pipeline);
    used(source.needed(), pipeline, subjects, operation);
  }

  /** Keeps in the audit log that a permission was used. */
  public void used(
      Permission permission, PipelineName pipeline, List<String> subjects, String operation) {
    Instant now = audit.now();
    audit.append(
        subjects.stream()
            .map(subject ->
                new AuditEntry(now, name, permission, pipeline.text(), subject, operation))
            .toList());
  }
}

package dev.stepcache.application.access;

import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.domain.access.Permission;
import java.time.Instant;
import java.util.List;

/** The audit log of a service without access control: no grants are used, yet purges are kept. */
public final class PurgesAlone implements AuditLog {
  private final AuditLog kept;

  public PurgesAlone(AuditLog kept) {
    this.kept = kept;
  }

  @Override
  public void append(List<AuditEntry> entries) {
    kept.append(entries.stream().filter(entry -> entry.permission() == Permission.PURGE).toList());
  }

  @Override
  public Instant now() {
    return kept.now();
  }
}

package dev.stepcache.application.access;

import dev.stepcache.application.port.AccessBook.AuditEntry;
import java.time.Instant;
import java.util.List;

/** Where it is kept who saw what. */
public interface AuditLog {

  /** Keeps entries; they are durable when this returns. */
  void append(List<AuditEntry> entries);

  Instant now();
}

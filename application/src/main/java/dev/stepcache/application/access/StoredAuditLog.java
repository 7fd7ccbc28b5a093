package dev.stepcache.application.access;

import static java.util.Collections.nCopies;

import dev.stepcache.application.GroupCommit;
import dev.stepcache.application.port.AccessBook;
import dev.stepcache.application.port.AccessBook.AuditEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The audit log in the store (H3). */
public final class StoredAuditLog implements AuditLog {
  private static final int MOST_CALLS_AT_ONCE = 256;

  private final InstantSource clock;
  private final GroupCommit<List<AuditEntry>, Boolean> calls;

  public StoredAuditLog(AccessBook book, InstantSource clock) {
    this.clock = clock;
    this.calls =
        new GroupCommit<>(
            MOST_CALLS_AT_ONCE,
            entriesOfCalls -> {
              book.audit(entriesOfCalls.stream().flatMap(List::stream).toList());
              return nCopies(entriesOfCalls.size(), true);
            });
  }

  @Override
  public void append(List<AuditEntry> entries) {
    if (!entries.isEmpty()) {
      calls.write(entries);
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}

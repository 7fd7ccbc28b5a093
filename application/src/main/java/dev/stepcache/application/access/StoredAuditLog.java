package dev.stepcache.application.access;

import dev.stepcache.application.port.AccessBook;
import dev.stepcache.application.port.AccessBook.AuditEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The audit log in the store (H3). What comes while it writes is written together next, so that
 * many who wait at once wait for two writes at most.
 */
public final class StoredAuditLog implements AuditLog {
  private final AccessBook book;
  private final InstantSource clock;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock collecting = new ReentrantLock();
  private Batch open = new Batch();

  public StoredAuditLog(AccessBook book, InstantSource clock) {
    this.book = book;
    this.clock = clock;
  }

  /** What is written together. */
  private static final class Batch {
    private final List<AuditEntry> entries = new ArrayList<>();
    private boolean written;
    private Optional<RuntimeException> failure = Optional.empty();
  }

  @Override
  public void append(List<AuditEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Batch mine = join(entries);
    writing.lock();
    try {
      if (!mine.written) {
        close(mine);
        write(mine);
      }
    } finally {
      writing.unlock();
    }
    mine.failure.ifPresent(failed -> {
      throw failed;
    });
  }

  private Batch join(List<AuditEntry> entries) {
    collecting.lock();
    try {
      open.entries.addAll(entries);
      return open;
    } finally {
      collecting.unlock();
    }
  }

  private void close(Batch batch) {
    collecting.lock();
    try {
      if (open == batch) {
        open = new Batch();
      }
    } finally {
      collecting.unlock();
    }
  }

  private void write(Batch batch) {
    batch.written = true;
    try {
      book.audit(List.copyOf(batch.entries));
    } catch (RuntimeException failed) {
      batch.failure = Optional.of(failed);
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}

package dev.stepcache.persistence.jooq;

import org.jooq.TableRecord;
import org.jooq.exception.IntegrityConstraintViolationException;

/** Rows that are new, or there already. */
final class Inserts {
  private Inserts() {}

  /**
   * Inserts a row unless one with its key is there; answers whether it did. Not "insert ignore",
   * which on MySQL would also swallow what does not fit.
   */
  static boolean insert(Session session, TableRecord<?> row) {
    try {
      session.sql().insertInto(row.getTable()).set(row).execute();
      return true;
    } catch (IntegrityConstraintViolationException alreadyThere) {
      return false;
    }
  }
}

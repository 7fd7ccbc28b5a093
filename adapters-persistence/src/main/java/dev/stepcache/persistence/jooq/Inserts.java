package dev.stepcache.persistence.jooq;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import org.jooq.TableRecord;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Rows that are new, or there already. */
final class Inserts {
  private Inserts() {}

  /** As {@link #insert(Session, TableRecord)}, by a kept statement. */
  static boolean insert(Session session, HotQuery insert, TableRecord<?> row) {
    try {
      session.change(insert, row);
      return true;
    } catch (DataAccessException failure) {
      if (failure.getCause() instanceof SQLException e && isAlreadyThere(e)) {
        return false;
      }
      throw failure;
    }
  }

  private static boolean isAlreadyThere(SQLException failure) {
    return failure instanceof SQLIntegrityConstraintViolationException
        || (failure instanceof SQLiteException e
            && (e.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code);
  }

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

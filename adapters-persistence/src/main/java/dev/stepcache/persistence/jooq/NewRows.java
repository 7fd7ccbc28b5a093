package dev.stepcache.persistence.jooq;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jooq.TableRecord;
import org.jooq.exception.DataAccessException;

/**
 * Rows that are inserted many at once within a transaction, as long as none of them is there
 * already; where one is, those that came with it are kept one by one.
 */
final class NewRows<R extends TableRecord<R>> {
  private static final int MOST = 100;

  private final Session session;
  private final HotQuery insert;
  private final Predicate<R> oneByOne;
  private final List<R> waiting = new ArrayList<>();
  private long kept;

  /**
   * Inserts rows.
   *
   * @param oneByOne keeps a row that may be there already; answers whether that is something new
   */
  NewRows(Session session, HotQuery insert, Predicate<R> oneByOne) {
    this.session = session;
    this.insert = insert;
    this.oneByOne = oneByOne;
  }

  void add(R row) {
    waiting.add(row);
    if (waiting.size() == MOST) {
      flush();
    }
  }

  /** Inserts what is waiting. */
  void flush() {
    if (!waiting.isEmpty()) {
      kept += insertAll() ? waiting.size() : waiting.stream().filter(oneByOne).count();
      waiting.clear();
    }
  }

  /** How many of those that do not wait any more were new. */
  long kept() {
    return kept;
  }

  private boolean insertAll() {
    Connection connection = session.connection();
    try {
      Savepoint before = connection.setSavepoint();
      try {
        session.changeAll(insert, waiting);
        connection.releaseSavepoint(before);
        return true;
      } catch (DataAccessException mostlyThereAlready) {
        connection.rollback(before);
        return false;
      }
    } catch (SQLException e) {
      throw new DataAccessException("savepoint", e);
    }
  }
}

package dev.stepcache.persistence.jooq;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** All or nothing. */
final class Transactions {
  private Transactions() {}

  static <T> T run(Session session, Function<Session, T> change) throws SQLException {
    Connection connection = session.connection();
    connection.setAutoCommit(false);
    boolean committed = false;
    try {
      T answer = change.apply(session);
      connection.commit();
      committed = true;
      return answer;
    } finally {
      if (!committed) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }
}

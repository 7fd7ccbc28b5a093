package dev.stepcache.persistence.jooq;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** All or nothing. */
final class Transactions {
  private Transactions() {}

  static <T> T run(Session session, Function<Session, T> change) throws SQLException {
    Connection connection = session.connection();
    try {
      connection.setAutoCommit(false);
      T answer = change.apply(session);
      connection.setAutoCommit(true); // which commits, and begins no other transaction
      return answer;
    } catch (SQLException | RuntimeException | Error failure) {
      giveUp(connection, failure);
      throw failure;
    }
  }

  /**
   * A database may have given up the transaction by itself, or never have begun it; a connection
   * that is in doubt of that is closed.
   */
  private static void giveUp(Connection connection, Throwable failure) throws SQLException {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException | RuntimeException inDoubt) {
      failure.addSuppressed(inDoubt);
      connection.close();
    }
  }
}

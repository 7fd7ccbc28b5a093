package dev.stepcache.persistence.jooq;

import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** A connection in the hands of one thread. */
final class Session {
  static final Settings SETTINGS =
      new Settings().withExecuteLogging(false).withAttachRecords(false);

  private final Connection connection;
  private final DSLContext sql;
  private final boolean keepsStatements;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  /**
   * Speaks over a connection.
   *
   * @param keepsStatements whether prepared statements stay so; else that is left to the driver
   */
  Session(Connection connection, SQLDialect dialect, boolean keepsStatements) {
    this.connection = connection;
    this.sql = DSL.using(connection, dialect, SETTINGS);
    this.keepsStatements = keepsStatements;
  }

  DSLContext sql() {
    return sql;
  }

  Connection connection() {
    return connection;
  }

  /** The runs that a hot query finds. */
  List<StepRunRecord> fetch(HotQuery query, Map<String, Object> values) {
    try {
      PreparedStatement statement = prepare(query.sql());
      try {
        query.bind(statement, values);
        try (ResultSet rows = statement.executeQuery()) {
          return HotQuery.read(rows);
        }
      } finally {
        if (!keepsStatements) {
          statement.close();
        }
      }
    } catch (SQLException e) {
      throw new DataAccessException(query.sql(), e);
    }
  }

  private PreparedStatement prepare(String text) throws SQLException {
    PreparedStatement statement = keepsStatements ? statements.get(text) : null;
    if (statement == null) {
      statement = connection.prepareStatement(text);
      if (keepsStatements) {
        statements.put(text, statement);
      }
    }
    return statement;
  }
}

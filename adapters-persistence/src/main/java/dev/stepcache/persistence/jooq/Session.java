package dev.stepcache.persistence.jooq;

import dev.stepcache.persistence.jooq.HotQuery.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
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

  /** The rows of a table that a hot query finds. */
  <R extends Record> List<R> fetch(HotQuery query, Table<R> table, Map<String, Object> values) {
    return fetch(query, query.of(table), values);
  }

  /** The rows that a hot query finds. */
  <R> List<R> fetch(HotQuery query, Row<R> row, Map<String, Object> values) {
    return ask(query, values, rows -> HotQuery.readAll(rows, row));
  }

  /**
   * The first row that each question of a query of several finds, if any.
   *
   * @param values those of each question
   */
  <R> List<Optional<R>> fetchEach(HotQuery query, Row<R> row, List<Map<String, Object>> values) {
    return ask(query, values, rows -> HotQuery.readEach(rows, row, values.size()));
  }

  /** Reads what is found. */
  @FunctionalInterface
  interface Reading<T> {
    T of(ResultSet rows) throws SQLException;
  }

  <T> T ask(HotQuery query, Map<String, Object> values, Reading<T> reading) {
    return ask(query, List.of(values), reading);
  }

  private <T> T ask(HotQuery query, List<Map<String, Object>> values, Reading<T> reading) {
    return using(
        query,
        statement -> {
          query.bind(statement, values);
          try (ResultSet rows = statement.executeQuery()) {
            return reading.of(rows);
          }
        });
  }

  /** Makes a change with the values of a row; answers how many rows it changed. */
  int change(HotQuery change, Record row) {
    return using(
        change,
        statement -> {
          change.bind(statement, row.intoMap());
          return statement.executeUpdate();
        });
  }

  /**
   * Makes a change with one row after the other, in one round trip where the driver can; answers
   * how many rows each changed, which it may not know of inserts.
   */
  List<Integer> changeAll(HotQuery change, List<? extends Record> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    return using(
        change,
        statement -> {
          for (Record row : rows) {
            change.bind(statement, row.intoMap());
            statement.addBatch();
          }
          return Arrays.stream(statement.executeBatch()).boxed().toList();
        });
  }

  @FunctionalInterface
  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T using(HotQuery query, Use<T> use) {
    try {
      PreparedStatement statement = prepare(query.sql());
      try {
        return use.of(statement);
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

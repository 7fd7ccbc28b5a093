package dev.stepcache.persistence.jooq;

import static java.util.stream.Collectors.joining;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A question that is asked often, or a change that is made often. Its SQL is rendered once and then
 * only bound anew, which on SQLite takes a third of the time.
 *
 * @param parameters their names, in the order of the question marks
 * @param columns what a question asks for
 */
record HotQuery(String sql, List<String> parameters, List<Field<?>> columns) {
  private static final Pattern PARAMETER = Pattern.compile(":([a-z]\\w*)");

  /** A query of columns of a table, or a change; every parameter of it named. */
  static HotQuery of(SQLDialect dialect, Query query) {
    String named = DSL.using(dialect, Session.SETTINGS).renderNamedParams(query);
    return new HotQuery(
        PARAMETER.matcher(named).replaceAll("?"),
        PARAMETER.matcher(named).results().map(result -> result.group(1)).toList(),
        query instanceof Select<?> question ? List.of(question.fields()) : List.of());
  }

  /**
   * This question so many times in one, each to be bound to values of its own; every row begins
   * with the number of its question, from 0.
   */
  HotQuery times(int times) {
    return new HotQuery(
        IntStream.range(0, times)
            .mapToObj(
                i -> "select %d, question_%1$d.* from (%s) as question_%1$d".formatted(i, sql))
            .collect(joining(" union all ")),
        parameters,
        columns);
  }

  void bind(PreparedStatement statement, Map<String, Object> values) throws SQLException {
    bind(statement, List.of(values));
  }

  /**
   * Binds a question of several times.
   *
   * @param values those of each time
   */
  void bind(PreparedStatement statement, List<Map<String, Object>> values) throws SQLException {
    int place = 0;
    for (Map<String, Object> ofOne : values) {
      for (String parameter : parameters) {
        statement.setObject(++place, ofOne.get(parameter));
      }
    }
  }

  /** Reads one row, whose columns begin at a place, from 1. */
  @FunctionalInterface
  interface Row<R> {
    R read(ResultSet row, int first) throws SQLException;
  }

  /** A row of a table of texts and whole numbers; what is not asked for stays null. */
  <R extends Record> Row<R> of(Table<R> table) {
    return (row, first) -> read(row, first, table);
  }

  static <R> List<R> readAll(ResultSet rows, Row<R> row) throws SQLException {
    List<R> records = new ArrayList<>();
    while (rows.next()) {
      records.add(row.read(rows, 1));
    }
    return records;
  }

  /** The first row that a question of so many times finds each time, if any. */
  static <R> List<Optional<R>> readEach(ResultSet rows, Row<R> row, int times) throws SQLException {
    List<Optional<R>> each = new ArrayList<>(Collections.nCopies(times, Optional.empty()));
    while (rows.next()) {
      int question = rows.getInt(1);
      if (each.get(question).isEmpty()) {
        each.set(question, Optional.of(row.read(rows, 2)));
      }
    }
    return each;
  }

  private <R extends Record> R read(ResultSet row, int firstPlace, Table<R> table)
      throws SQLException {
    R record = table.newRecord();
    for (int i = 0; i < columns.size(); i++) {
      read(row, firstPlace + i, columns.get(i), record);
    }
    return record;
  }

  @SuppressWarnings("unchecked") // a column is of texts or of whole numbers
  private static void read(ResultSet row, int place, Field<?> column, Record into)
      throws SQLException {
    if (column.getType() == Long.class) {
      into.set((Field<Long>) column, whole(row, place));
    } else {
      into.set((Field<String>) column, row.getString(place));
    }
  }

  /** A driver may have to ask the database whether a value was null: only 0 stands for that. */
  private static @Nullable Long whole(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return number == 0 && row.wasNull() ? null : number;
  }
}

package dev.stepcache.persistence.jooq;

import static java.util.stream.Collectors.joining;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A question that is asked often, or a change that is made often. Its SQL is rendered once and then
 * only bound anew, which on SQLite takes a third of the time.
 *
 * @param parameters their names, in the order of the question marks
 */
record HotQuery(String sql, List<String> parameters) {
  private static final Pattern PARAMETER = Pattern.compile(":([a-z]\\w*)");

  /** A query of all columns of a table, or a change; every parameter of it named. */
  static HotQuery of(SQLDialect dialect, Query query) {
    String named = DSL.using(dialect, Session.SETTINGS).renderNamedParams(query);
    return new HotQuery(
        PARAMETER.matcher(named).replaceAll("?"),
        PARAMETER.matcher(named).results().map(result -> result.group(1)).toList());
  }

  /** This query so many times in one, each to be bound to values of its own. */
  HotQuery times(int times) {
    return new HotQuery(
        IntStream.range(0, times)
            .mapToObj(i -> "select * from (%s) as question_%d".formatted(sql, i))
            .collect(joining(" union all ")),
        parameters);
  }

  void bind(PreparedStatement statement, Map<String, Object> values) throws SQLException {
    bind(statement, List.of(values));
  }

  /**
   * Binds a query of several times.
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

  /** What is found of a table of texts and whole numbers, whose columns are all asked for. */
  static <R extends Record> List<R> read(ResultSet rows, Table<R> table) throws SQLException {
    List<R> records = new ArrayList<>();
    while (rows.next()) {
      R record = table.newRecord();
      record.fromArray(values(rows, table.fields()));
      records.add(record);
    }
    return records;
  }

  private static @Nullable Object[] values(ResultSet row, Field<?>[] fields) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Object value =
          fields[i].getType() == Long.class ? (Object) row.getLong(i + 1) : row.getString(i + 1);
      values[i] = row.wasNull() ? null : value;
    }
    return values;
  }
}
